// Softmax over the middle axis of OUTER × EXTENT × INNER: the largest, the sum of exponentials, the quotients. Where
// INNER is 1, LANES = 64 invocations share a row; else LANES is 1, and neighbours take neighbouring columns.
override GROUPS_X: u32;
override OUTER: u32;
override EXTENT: u32;
override INNER: u32;
override LANES: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read_write> y: array<f32, Y_LENGTH>;

// f32 has no smaller number.
const LOWEST = -0x1.fffffep127f;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let along = lane % LANES;
  let column = (group.y * GROUPS_X + group.x) * (64u / LANES) + lane / LANES;
  // Invocations without a column go along, since all must meet at the barriers, and have no element to take.
  let extent = select(0u, EXTENT, column < OUTER * INNER);
  let start = column / INNER * EXTENT * INNER + column % INNER;

  var largest = LOWEST;
  for (var i = along; i < extent; i += LANES) {
    largest = max(largest, x[start + i * INNER]);
  }
  if (LANES > 1u) {
    largest = largestOfLanes(lane, largest);
  }
  var sum = 0.0;
  for (var i = along; i < extent; i += LANES) {
    sum += exp(x[start + i * INNER] - largest);
  }
  if (LANES > 1u) {
    sum = sumsOfLanes(lane, vec2f(sum, 0.0)).x;
  }
  for (var i = along; i < extent; i += LANES) {
    y[start + i * INNER] = exp(x[start + i * INNER] - largest) / sum;
  }
}
