// y = W·x where only what is not nought is stored, row by row, with its column (compressed sparse rows). Eight invocations share a row:
// neighbours read neighbouring values, and x wherever the columns say.
override ROWS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> offsets: array<u32, OFFSETS_LENGTH>;
@group(0) @binding(1) var<storage, read> columns: array<u32, KEPT_LENGTH>;
@group(0) @binding(2) var<storage, read> values: array<f32, KEPT_LENGTH>;
@group(0) @binding(3) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(4) var<storage, read_write> y: array<f32, Y_LENGTH>;

var<workgroup> parts: array<f32, 32>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.y * GROUPS_X + group.x) * 4u;
  let row = first + lane / 8u;
  var sum = 0.0;
  if (row < ROWS) {
    let end = offsets[row + 1u];
    for (var i = offsets[row] + lane % 8u; i < end; i += 8u) {
      sum = fma(values[i], x[columns[i]], sum);
    }
  }
  parts[lane] = sum;
  workgroupBarrier();
  if (lane < 4u && first + lane < ROWS) {
    var whole = 0.0;
    for (var i = 0u; i < 8u; i++) {
      whole += parts[8u * lane + i];
    }
    y[first + lane] = whole;
  }
}
