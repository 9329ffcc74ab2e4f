// Layer, group and RMS norm: a workgroup of 64 normalises one row of COLUMNS by its own statistics, then scales and
// shifts it. A scale belongs to SHARED consecutive columns of a row; rows repeat theirs after PERIOD rows.
override GROUPS_X: u32;
override ROWS: u32;
override COLUMNS: u32;
override SHARED: u32;
override PERIOD: u32;
override RMS: u32;
override EPSILON: f32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read> scale: array<f32, SCALE_LENGTH>;
@group(0) @binding(2) var<storage, read> shift: array<f32, SHIFT_LENGTH>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, Y_LENGTH>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * GROUPS_X + group.x;
  if (row >= ROWS) {
    return;
  }
  let start = row * COLUMNS;
  // Both sums in one pass, of differences from the row's first element: of the elements themselves, the difference of
  // two large squares would be left. RMS has no mean to take off.
  var pivot = 0.0;
  if (RMS == 0u) {
    pivot = x[start];
  }
  var sum = 0.0;
  var squares = 0.0;
  for (var i = lane; i < COLUMNS; i += 64u) {
    let difference = x[start + i] - pivot;
    sum += difference;
    squares = fma(difference, difference, squares);
  }
  let means = sumsOfLanes(lane, vec2f(sum, squares)) / f32(COLUMNS);
  let first = row % PERIOD * (COLUMNS / SHARED);
  if (RMS == 1u) {
    let inverse = inverseSqrt(means.y + EPSILON);
    for (var i = lane; i < COLUMNS; i += 64u) {
      y[start + i] = x[start + i] * inverse * scale[first + i / SHARED];
    }
    return;
  }
  let inverse = inverseSqrt(max(means.y - means.x * means.x, 0.0) + EPSILON);
  for (var i = lane; i < COLUMNS; i += 64u) {
    let normal = (x[start + i] - pivot - means.x) * inverse;
    y[start + i] = fma(normal, scale[first + i / SHARED], shift[first + i / SHARED]);
  }
}
