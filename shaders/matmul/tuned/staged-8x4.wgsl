// Register tiles of 8×4 staged through workgroup memory: ACROSS×DOWN invocations load what they need of DEPTH steps of K
// together. An invocation's rows lie DOWN apart and its vec4s of columns ACROSS apart, so that neighbours read neighbouring
// vec4s.

// Rows of DEPTH steps of K; a vec4 more keeps the rows that are read together in different banks.
var<workgroup> tile_a: array<vec4f, 8 * DOWN * (DEPTH / 4 + 1)>;
// Steps of K, each ACROSS vec4s.
var<workgroup> tile_b: array<vec4f, DEPTH * ACROSS>;

@compute @workgroup_size(ACROSS, DOWN)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let along = DEPTH / 4u;
  let pitch = along + 1u;
  let across = ACROSS;
  let first_row = group.y * 8u * DOWN;
  let first_column = group.x * 4u * ACROSS;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  for (var first = 0u; first < K; first += DEPTH) {
    for (var i = lane; i < 8u * DOWN * along; i += ACROSS * DOWN) {
      tile_a[i / along * pitch + i % along] = load_a(first_row + i / along, first + i % along * 4u);
    }
    for (var i = lane; i < DEPTH * across; i += ACROSS * DOWN) {
      tile_b[i] = load_b(first + i / across, first_column + i % across * 4u);
    }
    workgroupBarrier();
    for (var i = 0u; i < along; i++) {
      let right = 4u * i * across + local.x;
      let b0 = tile_b[right];
      let b1 = tile_b[right + across];
      let b2 = tile_b[right + 2u * across];
      let b3 = tile_b[right + 3u * across];
      let left = local.y * pitch + i;
      let a0 = tile_a[left];
      sum0 = steps(a0, b0, b1, b2, b3, sum0);
      let a1 = tile_a[left + DOWN * pitch];
      sum1 = steps(a1, b0, b1, b2, b3, sum1);
      let a2 = tile_a[left + 2u * DOWN * pitch];
      sum2 = steps(a2, b0, b1, b2, b3, sum2);
      let a3 = tile_a[left + 3u * DOWN * pitch];
      sum3 = steps(a3, b0, b1, b2, b3, sum3);
      let a4 = tile_a[left + 4u * DOWN * pitch];
      sum4 = steps(a4, b0, b1, b2, b3, sum4);
      let a5 = tile_a[left + 5u * DOWN * pitch];
      sum5 = steps(a5, b0, b1, b2, b3, sum5);
      let a6 = tile_a[left + 6u * DOWN * pitch];
      sum6 = steps(a6, b0, b1, b2, b3, sum6);
      let a7 = tile_a[left + 7u * DOWN * pitch];
      sum7 = steps(a7, b0, b1, b2, b3, sum7);
    }
    workgroupBarrier();
  }
  let row = first_row + local.y;
  let column = first_column + 4u * local.x;
  store(row, column, sum0);
  store(row + DOWN, column, sum1);
  store(row + 2u * DOWN, column, sum2);
  store(row + 3u * DOWN, column, sum3);
  store(row + 4u * DOWN, column, sum4);
  store(row + 5u * DOWN, column, sum5);
  store(row + 6u * DOWN, column, sum6);
  store(row + 7u * DOWN, column, sum7);
}
