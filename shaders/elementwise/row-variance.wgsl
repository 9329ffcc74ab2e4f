// The variance of each row about a mean that another kernel wrote: a workgroup of 64 to a row.
override GROUPS_X: u32;
override ROWS: u32;
override COLUMNS: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read> mean: array<f32, MEAN_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * GROUPS_X + group.x;
  if (row >= ROWS) {
    return;
  }
  let center = mean[row];
  var squares = 0.0;
  for (var i = lane; i < COLUMNS; i += 64u) {
    let difference = x[row * COLUMNS + i] - center;
    squares = fma(difference, difference, squares);
  }
  let total = sumsOfLanes(lane, vec2f(squares, 0.0)).x;
  if (lane == 0u) {
    y[row] = total / f32(COLUMNS);
  }
}
