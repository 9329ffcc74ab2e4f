// Register tiles of 16×8 straight from memory, A shared in quads: four neighbours make the same rows, each reads another
// step of K, and all take what each has read from its register. Memory is asked for A a fourth as often.
// WGSL does not say which invocations are a quad: where they are not four neighbours, each reads for itself.
enable subgroups;
// Quads are told apart by what all four of them see, and stay together; the analysis cannot know it.
diagnostic(off, subgroup_uniformity);

// Four steps of K of one row, each read by another of the four.
fn left(at: u32) -> vec4f {
  let own = a[at];
  return vec4f(quadBroadcast(own, 0u), quadBroadcast(own, 1u), quadBroadcast(own, 2u), quadBroadcast(own, 3u));
}

// Whether the quad is four neighbours of one row, in order.
fn is_quad(index: u32) -> bool {
  let seen = vec4u(
    quadBroadcast(index, 0u),
    quadBroadcast(index, 1u),
    quadBroadcast(index, 2u),
    quadBroadcast(index, 3u),
  );
  return seen.x % 4u == 0u && all(seen == seen.x + vec4u(0u, 1u, 2u, 3u));
}

@compute @workgroup_size(ACROSS, DOWN)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let row = (group.y * DOWN + local.y) * 16u;
  let column = group.x * ACROSS * 8u + local.x;
  // Past the last row and column it is read again, for sums that nobody stores.
  let near = min(column + vec4u(0u, 1u, 2u, 3u) * ACROSS, vec4u(N - 1u));
  let far = min(column + vec4u(4u, 5u, 6u, 7u) * ACROSS, vec4u(N - 1u));
  let row0 = min(row, M - 1u) * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  let row4 = min(row + 4u, M - 1u) * K;
  let row5 = min(row + 5u, M - 1u) * K;
  let row6 = min(row + 6u, M - 1u) * K;
  let row7 = min(row + 7u, M - 1u) * K;
  let row8 = min(row + 8u, M - 1u) * K;
  let row9 = min(row + 9u, M - 1u) * K;
  let row10 = min(row + 10u, M - 1u) * K;
  let row11 = min(row + 11u, M - 1u) * K;
  let row12 = min(row + 12u, M - 1u) * K;
  let row13 = min(row + 13u, M - 1u) * K;
  let row14 = min(row + 14u, M - 1u) * K;
  let row15 = min(row + 15u, M - 1u) * K;
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
  var sum8_0 = vec4f();
  var sum8_1 = vec4f();
  var sum9_0 = vec4f();
  var sum9_1 = vec4f();
  var sum10_0 = vec4f();
  var sum10_1 = vec4f();
  var sum11_0 = vec4f();
  var sum11_1 = vec4f();
  var sum12_0 = vec4f();
  var sum12_1 = vec4f();
  var sum13_0 = vec4f();
  var sum13_1 = vec4f();
  var sum14_0 = vec4f();
  var sum14_1 = vec4f();
  var sum15_0 = vec4f();
  var sum15_1 = vec4f();
  let mine = index % 4u;
  let last = select(0u, K / 4u * 4u, is_quad(index));
  var k = 0u;
  for (; k < last; k += 4u) {
    let start = k * N;
    let own = k + mine;
    let near0 = right(start, near);
    let near1 = right(start + N, near);
    let near2 = right(start + 2u * N, near);
    let near3 = right(start + 3u * N, near);
    let far0 = right(start, far);
    let far1 = right(start + N, far);
    let far2 = right(start + 2u * N, far);
    let far3 = right(start + 3u * N, far);
    let a0 = left(row0 + own);
    sum0_0 = steps(a0, near0, near1, near2, near3, sum0_0);
    sum0_1 = steps(a0, far0, far1, far2, far3, sum0_1);
    let a1 = left(row1 + own);
    sum1_0 = steps(a1, near0, near1, near2, near3, sum1_0);
    sum1_1 = steps(a1, far0, far1, far2, far3, sum1_1);
    let a2 = left(row2 + own);
    sum2_0 = steps(a2, near0, near1, near2, near3, sum2_0);
    sum2_1 = steps(a2, far0, far1, far2, far3, sum2_1);
    let a3 = left(row3 + own);
    sum3_0 = steps(a3, near0, near1, near2, near3, sum3_0);
    sum3_1 = steps(a3, far0, far1, far2, far3, sum3_1);
    let a4 = left(row4 + own);
    sum4_0 = steps(a4, near0, near1, near2, near3, sum4_0);
    sum4_1 = steps(a4, far0, far1, far2, far3, sum4_1);
    let a5 = left(row5 + own);
    sum5_0 = steps(a5, near0, near1, near2, near3, sum5_0);
    sum5_1 = steps(a5, far0, far1, far2, far3, sum5_1);
    let a6 = left(row6 + own);
    sum6_0 = steps(a6, near0, near1, near2, near3, sum6_0);
    sum6_1 = steps(a6, far0, far1, far2, far3, sum6_1);
    let a7 = left(row7 + own);
    sum7_0 = steps(a7, near0, near1, near2, near3, sum7_0);
    sum7_1 = steps(a7, far0, far1, far2, far3, sum7_1);
    let a8 = left(row8 + own);
    sum8_0 = steps(a8, near0, near1, near2, near3, sum8_0);
    sum8_1 = steps(a8, far0, far1, far2, far3, sum8_1);
    let a9 = left(row9 + own);
    sum9_0 = steps(a9, near0, near1, near2, near3, sum9_0);
    sum9_1 = steps(a9, far0, far1, far2, far3, sum9_1);
    let a10 = left(row10 + own);
    sum10_0 = steps(a10, near0, near1, near2, near3, sum10_0);
    sum10_1 = steps(a10, far0, far1, far2, far3, sum10_1);
    let a11 = left(row11 + own);
    sum11_0 = steps(a11, near0, near1, near2, near3, sum11_0);
    sum11_1 = steps(a11, far0, far1, far2, far3, sum11_1);
    let a12 = left(row12 + own);
    sum12_0 = steps(a12, near0, near1, near2, near3, sum12_0);
    sum12_1 = steps(a12, far0, far1, far2, far3, sum12_1);
    let a13 = left(row13 + own);
    sum13_0 = steps(a13, near0, near1, near2, near3, sum13_0);
    sum13_1 = steps(a13, far0, far1, far2, far3, sum13_1);
    let a14 = left(row14 + own);
    sum14_0 = steps(a14, near0, near1, near2, near3, sum14_0);
    sum14_1 = steps(a14, far0, far1, far2, far3, sum14_1);
    let a15 = left(row15 + own);
    sum15_0 = steps(a15, near0, near1, near2, near3, sum15_0);
    sum15_1 = steps(a15, far0, far1, far2, far3, sum15_1);
  }
  for (; k < K; k++) {
    let start = k * N;
    let near0 = right(start, near);
    let far0 = right(start, far);
    let a0 = vec4f(a[row0 + k]);
    sum0_0 = fma(a0, near0, sum0_0);
    sum0_1 = fma(a0, far0, sum0_1);
    let a1 = vec4f(a[row1 + k]);
    sum1_0 = fma(a1, near0, sum1_0);
    sum1_1 = fma(a1, far0, sum1_1);
    let a2 = vec4f(a[row2 + k]);
    sum2_0 = fma(a2, near0, sum2_0);
    sum2_1 = fma(a2, far0, sum2_1);
    let a3 = vec4f(a[row3 + k]);
    sum3_0 = fma(a3, near0, sum3_0);
    sum3_1 = fma(a3, far0, sum3_1);
    let a4 = vec4f(a[row4 + k]);
    sum4_0 = fma(a4, near0, sum4_0);
    sum4_1 = fma(a4, far0, sum4_1);
    let a5 = vec4f(a[row5 + k]);
    sum5_0 = fma(a5, near0, sum5_0);
    sum5_1 = fma(a5, far0, sum5_1);
    let a6 = vec4f(a[row6 + k]);
    sum6_0 = fma(a6, near0, sum6_0);
    sum6_1 = fma(a6, far0, sum6_1);
    let a7 = vec4f(a[row7 + k]);
    sum7_0 = fma(a7, near0, sum7_0);
    sum7_1 = fma(a7, far0, sum7_1);
    let a8 = vec4f(a[row8 + k]);
    sum8_0 = fma(a8, near0, sum8_0);
    sum8_1 = fma(a8, far0, sum8_1);
    let a9 = vec4f(a[row9 + k]);
    sum9_0 = fma(a9, near0, sum9_0);
    sum9_1 = fma(a9, far0, sum9_1);
    let a10 = vec4f(a[row10 + k]);
    sum10_0 = fma(a10, near0, sum10_0);
    sum10_1 = fma(a10, far0, sum10_1);
    let a11 = vec4f(a[row11 + k]);
    sum11_0 = fma(a11, near0, sum11_0);
    sum11_1 = fma(a11, far0, sum11_1);
    let a12 = vec4f(a[row12 + k]);
    sum12_0 = fma(a12, near0, sum12_0);
    sum12_1 = fma(a12, far0, sum12_1);
    let a13 = vec4f(a[row13 + k]);
    sum13_0 = fma(a13, near0, sum13_0);
    sum13_1 = fma(a13, far0, sum13_1);
    let a14 = vec4f(a[row14 + k]);
    sum14_0 = fma(a14, near0, sum14_0);
    sum14_1 = fma(a14, far0, sum14_1);
    let a15 = vec4f(a[row15 + k]);
    sum15_0 = fma(a15, near0, sum15_0);
    sum15_1 = fma(a15, far0, sum15_1);
  }
  store(row, column, sum0_0);
  store(row, column + 4u * ACROSS, sum0_1);
  store(row + 1u, column, sum1_0);
  store(row + 1u, column + 4u * ACROSS, sum1_1);
  store(row + 2u, column, sum2_0);
  store(row + 2u, column + 4u * ACROSS, sum2_1);
  store(row + 3u, column, sum3_0);
  store(row + 3u, column + 4u * ACROSS, sum3_1);
  store(row + 4u, column, sum4_0);
  store(row + 4u, column + 4u * ACROSS, sum4_1);
  store(row + 5u, column, sum5_0);
  store(row + 5u, column + 4u * ACROSS, sum5_1);
  store(row + 6u, column, sum6_0);
  store(row + 6u, column + 4u * ACROSS, sum6_1);
  store(row + 7u, column, sum7_0);
  store(row + 7u, column + 4u * ACROSS, sum7_1);
  store(row + 8u, column, sum8_0);
  store(row + 8u, column + 4u * ACROSS, sum8_1);
  store(row + 9u, column, sum9_0);
  store(row + 9u, column + 4u * ACROSS, sum9_1);
  store(row + 10u, column, sum10_0);
  store(row + 10u, column + 4u * ACROSS, sum10_1);
  store(row + 11u, column, sum11_0);
  store(row + 11u, column + 4u * ACROSS, sum11_1);
  store(row + 12u, column, sum12_0);
  store(row + 12u, column + 4u * ACROSS, sum12_1);
  store(row + 13u, column, sum13_0);
  store(row + 13u, column + 4u * ACROSS, sum13_1);
  store(row + 14u, column, sum14_0);
  store(row + 14u, column + 4u * ACROSS, sum14_1);
  store(row + 15u, column, sum15_0);
  store(row + 15u, column + 4u * ACROSS, sum15_1);
}
