// y = W·x, W row-major in f32. 32 invocations share four rows: neighbours read neighbouring weights, and each element of x serves four.
override ROWS: u32;
override COLUMNS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> weight: array<f32, WEIGHT_LENGTH>;
@group(0) @binding(1) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.y * GROUPS_X + group.x) * 4u;
  // Past the last row it is read again, for sums that nobody stores.
  let rows = min(first + vec4u(0u, 1u, 2u, 3u), vec4u(ROWS - 1u));
  let at = rows * COLUMNS;
  var sums = vec4f();
  for (var i = lane; i < COLUMNS; i += 32u) {
    let weights = vec4f(weight[at.x + i], weight[at.y + i], weight[at.z + i], weight[at.w + i]);
    sums = fma(weights, vec4f(x[i]), sums);
  }
  store_rows(first, lane, sums);
}
