// Register tiles of 8×8 staged through workgroup memory: ACROSS×DOWN invocations load what they need of DEPTH steps of K
// together. An invocation's rows lie DOWN apart and its vec4s of columns ACROSS apart, so that neighbours read neighbouring
// vec4s.

// Rows of DEPTH steps of K; a vec4 more keeps the rows that are read together in different banks.
var<workgroup> tile_a: array<vec4f, 8 * DOWN * (DEPTH / 4 + 1)>;
// Steps of K, each 2 ACROSS vec4s.
var<workgroup> tile_b: array<vec4f, DEPTH * ACROSS * 2>;

@compute @workgroup_size(ACROSS, DOWN)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let along = DEPTH / 4u;
  let pitch = along + 1u;
  let across = 2u * ACROSS;
  let first_row = group.y * 8u * DOWN;
  let first_column = group.x * 8u * ACROSS;
  var sum0_0 = vec4f();
  var sum0_1 = vec4f();
  var sum1_0 = vec4f();
  var sum1_1 = vec4f();
  var sum2_0 = vec4f();
  var sum2_1 = vec4f();
  var sum3_0 = vec4f();
  var sum3_1 = vec4f();
  var sum4_0 = vec4f();
  var sum4_1 = vec4f();
  var sum5_0 = vec4f();
  var sum5_1 = vec4f();
  var sum6_0 = vec4f();
  var sum6_1 = vec4f();
  var sum7_0 = vec4f();
  var sum7_1 = vec4f();
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
      let b0_0 = tile_b[right];
      let b0_1 = tile_b[right + ACROSS];
      let b1_0 = tile_b[right + across];
      let b1_1 = tile_b[right + across + ACROSS];
      let b2_0 = tile_b[right + 2u * across];
      let b2_1 = tile_b[right + 2u * across + ACROSS];
      let b3_0 = tile_b[right + 3u * across];
      let b3_1 = tile_b[right + 3u * across + ACROSS];
      let left = local.y * pitch + i;
      let a0 = tile_a[left];
      sum0_0 = steps(a0, b0_0, b1_0, b2_0, b3_0, sum0_0);
      sum0_1 = steps(a0, b0_1, b1_1, b2_1, b3_1, sum0_1);
      let a1 = tile_a[left + DOWN * pitch];
      sum1_0 = steps(a1, b0_0, b1_0, b2_0, b3_0, sum1_0);
      sum1_1 = steps(a1, b0_1, b1_1, b2_1, b3_1, sum1_1);
      let a2 = tile_a[left + 2u * DOWN * pitch];
      sum2_0 = steps(a2, b0_0, b1_0, b2_0, b3_0, sum2_0);
      sum2_1 = steps(a2, b0_1, b1_1, b2_1, b3_1, sum2_1);
      let a3 = tile_a[left + 3u * DOWN * pitch];
      sum3_0 = steps(a3, b0_0, b1_0, b2_0, b3_0, sum3_0);
      sum3_1 = steps(a3, b0_1, b1_1, b2_1, b3_1, sum3_1);
      let a4 = tile_a[left + 4u * DOWN * pitch];
      sum4_0 = steps(a4, b0_0, b1_0, b2_0, b3_0, sum4_0);
      sum4_1 = steps(a4, b0_1, b1_1, b2_1, b3_1, sum4_1);
      let a5 = tile_a[left + 5u * DOWN * pitch];
      sum5_0 = steps(a5, b0_0, b1_0, b2_0, b3_0, sum5_0);
      sum5_1 = steps(a5, b0_1, b1_1, b2_1, b3_1, sum5_1);
      let a6 = tile_a[left + 6u * DOWN * pitch];
      sum6_0 = steps(a6, b0_0, b1_0, b2_0, b3_0, sum6_0);
      sum6_1 = steps(a6, b0_1, b1_1, b2_1, b3_1, sum6_1);
      let a7 = tile_a[left + 7u * DOWN * pitch];
      sum7_0 = steps(a7, b0_0, b1_0, b2_0, b3_0, sum7_0);
      sum7_1 = steps(a7, b0_1, b1_1, b2_1, b3_1, sum7_1);
    }
    workgroupBarrier();
  }
  let row = first_row + local.y;
  let column = first_column + 4u * local.x;
  store(row, column, sum0_0);
  store(row, column + 4u * ACROSS, sum0_1);
  store(row + DOWN, column, sum1_0);
  store(row + DOWN, column + 4u * ACROSS, sum1_1);
  store(row + 2u * DOWN, column, sum2_0);
  store(row + 2u * DOWN, column + 4u * ACROSS, sum2_1);
  store(row + 3u * DOWN, column, sum3_0);
  store(row + 3u * DOWN, column + 4u * ACROSS, sum3_1);
  store(row + 4u * DOWN, column, sum4_0);
  store(row + 4u * DOWN, column + 4u * ACROSS, sum4_1);
  store(row + 5u * DOWN, column, sum5_0);
  store(row + 5u * DOWN, column + 4u * ACROSS, sum5_1);
  store(row + 6u * DOWN, column, sum6_0);
  store(row + 6u * DOWN, column + 4u * ACROSS, sum6_1);
  store(row + 7u * DOWN, column, sum7_0);
  store(row + 7u * DOWN, column + 4u * ACROSS, sum7_1);
}
