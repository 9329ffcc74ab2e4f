// The mean of each row: a workgroup of 64 to a row.
override GROUPS_X: u32;
override ROWS: u32;
override COLUMNS: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read_write> y: array<f32, Y_LENGTH>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * GROUPS_X + group.x;
  if (row >= ROWS) {
    return;
  }
  var sum = 0.0;
  for (var i = lane; i < COLUMNS; i += 64u) {
    sum += x[row * COLUMNS + i];
  }
  let total = sumsOfLanes(lane, vec2f(sum, 0.0)).x;
  if (lane == 0u) {
    y[row] = total / f32(COLUMNS);
  }
}
