// Register tiles of 8×8 straight from memory, without workgroup memory or barrier. Neighbours make neighbouring columns: an
// invocation's own lie ACROSS apart, so that each load of B is one run for all of them, and each of A one element.
fn left(at: u32) -> vec4f {
  return vec4f(a[at], a[at + 1u], a[at + 2u], a[at + 3u]);
}

@compute @workgroup_size(ACROSS, DOWN)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = (group.y * DOWN + local.y) * 8u;
  let column = group.x * ACROSS * 8u + local.x;
  if (row >= M || column >= N) {
    return;
  }
  // Past the last row and column it is read again, for sums that nobody stores.
  let near = min(column + vec4u(0u, 1u, 2u, 3u) * ACROSS, vec4u(N - 1u));
  let far = min(column + vec4u(4u, 5u, 6u, 7u) * ACROSS, vec4u(N - 1u));
  let row0 = row * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  let row4 = min(row + 4u, M - 1u) * K;
  let row5 = min(row + 5u, M - 1u) * K;
  let row6 = min(row + 6u, M - 1u) * K;
  let row7 = min(row + 7u, M - 1u) * K;
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
  var k = 0u;
  for (; k < K / 4u * 4u; k += 4u) {
    let start = k * N;
    let near0 = right(start, near);
    let near1 = right(start + N, near);
    let near2 = right(start + 2u * N, near);
    let near3 = right(start + 3u * N, near);
    let far0 = right(start, far);
    let far1 = right(start + N, far);
    let far2 = right(start + 2u * N, far);
    let far3 = right(start + 3u * N, far);
    let a0 = left(row0 + k);
    sum0_0 = steps(a0, near0, near1, near2, near3, sum0_0);
    sum0_1 = steps(a0, far0, far1, far2, far3, sum0_1);
    let a1 = left(row1 + k);
    sum1_0 = steps(a1, near0, near1, near2, near3, sum1_0);
    sum1_1 = steps(a1, far0, far1, far2, far3, sum1_1);
    let a2 = left(row2 + k);
    sum2_0 = steps(a2, near0, near1, near2, near3, sum2_0);
    sum2_1 = steps(a2, far0, far1, far2, far3, sum2_1);
    let a3 = left(row3 + k);
    sum3_0 = steps(a3, near0, near1, near2, near3, sum3_0);
    sum3_1 = steps(a3, far0, far1, far2, far3, sum3_1);
    let a4 = left(row4 + k);
    sum4_0 = steps(a4, near0, near1, near2, near3, sum4_0);
    sum4_1 = steps(a4, far0, far1, far2, far3, sum4_1);
    let a5 = left(row5 + k);
    sum5_0 = steps(a5, near0, near1, near2, near3, sum5_0);
    sum5_1 = steps(a5, far0, far1, far2, far3, sum5_1);
    let a6 = left(row6 + k);
    sum6_0 = steps(a6, near0, near1, near2, near3, sum6_0);
    sum6_1 = steps(a6, far0, far1, far2, far3, sum6_1);
    let a7 = left(row7 + k);
    sum7_0 = steps(a7, near0, near1, near2, near3, sum7_0);
    sum7_1 = steps(a7, far0, far1, far2, far3, sum7_1);
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
}
