// Register tiles of 4×4 straight from memory, without workgroup memory or barrier. Neighbours make neighbouring columns: an
// invocation's own lie ACROSS apart, so that each load of B is one run for all of them, and each of A one element.
fn left(at: u32) -> vec4f {
  return vec4f(a[at], a[at + 1u], a[at + 2u], a[at + 3u]);
}

@compute @workgroup_size(ACROSS, DOWN)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let row = (group.y * DOWN + local.y) * 4u;
  let column = group.x * ACROSS * 4u + local.x;
  if (row >= M || column >= N) {
    return;
  }
  // Past the last row and column it is read again, for sums that nobody stores.
  let columns = min(column + vec4u(0u, 1u, 2u, 3u) * ACROSS, vec4u(N - 1u));
  let row0 = row * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var k = 0u;
  for (; k < K / 4u * 4u; k += 4u) {
    let start = k * N;
    let b0 = right(start, columns);
    let b1 = right(start + N, columns);
    let b2 = right(start + 2u * N, columns);
    let b3 = right(start + 3u * N, columns);
    let a0 = left(row0 + k);
    sum0 = steps(a0, b0, b1, b2, b3, sum0);
    let a1 = left(row1 + k);
    sum1 = steps(a1, b0, b1, b2, b3, sum1);
    let a2 = left(row2 + k);
    sum2 = steps(a2, b0, b1, b2, b3, sum2);
    let a3 = left(row3 + k);
    sum3 = steps(a3, b0, b1, b2, b3, sum3);
  }
  for (; k < K; k++) {
    let start = k * N;
    let b0 = right(start, columns);
    let a0 = vec4f(a[row0 + k]);
    sum0 = fma(a0, b0, sum0);
    let a1 = vec4f(a[row1 + k]);
    sum1 = fma(a1, b0, sum1);
    let a2 = vec4f(a[row2 + k]);
    sum2 = fma(a2, b0, sum2);
    let a3 = vec4f(a[row3 + k]);
    sum3 = fma(a3, b0, sum3);
  }
  store(row, column, sum0);
  store(row + 1u, column, sum1);
  store(row + 2u, column, sum2);
  store(row + 3u, column, sum3);
}
