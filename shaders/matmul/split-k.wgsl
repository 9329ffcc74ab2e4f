// K split among the invocations of a workgroup: ACROSS×DOWN×16 of them make a tile of C, 4×4 outputs each, and the sixteen
// that make the same outputs take every sixteenth group of four steps of K. Their sums meet in workgroup memory at the end:
// no atomics, and no second dispatch. ACROSS×DOWN is 8, so that each invocation adds up one output.
override ACROSS: u32;
override DOWN: u32;
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// 16 slices of K, each the tile's 128 outputs.
var<workgroup> sums: array<vec4f, 512>;

fn at_a(i: u32) -> f32 {
  return a[i / 4u][i % 4u];
}

fn at_b(i: u32) -> f32 {
  return b[i / 4u][i % 4u];
}

// Four columns. Past the last column it is read again, for sums that nobody stores.
fn load_b(k: u32, column: u32) -> vec4f {
  let i = k * N;
  if (N % 4u == 0u) {
    return b[(i + column) / 4u];
  }
  return vec4f(
    at_b(i + column),
    at_b(i + min(column + 1u, N - 1u)),
    at_b(i + min(column + 2u, N - 1u)),
    at_b(i + min(column + 3u, N - 1u)),
  );
}

@compute @workgroup_size(ACROSS, DOWN, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first_row = group.y * 4u * DOWN;
  let first_column = group.x * 4u * ACROSS;
  let row = first_row + local.y * 4u;
  let column = first_column + local.x * 4u;
  // Past the last row it is read again, for sums that nobody stores.
  let row0 = row * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  // Nobody leaves before the barrier: who has no output takes no step.
  let first = select(K, 4u * local.z, row < M && column < N);
  for (var k = first; k < K; k += 64u) {
    if (K % 4u == 0u) {
      let b0 = load_b(k, column);
      let b1 = load_b(k + 1u, column);
      let b2 = load_b(k + 2u, column);
      let b3 = load_b(k + 3u, column);
      let a0 = a[(row0 + k) / 4u];
      sum0 = fma(vec4f(a0.x), b0, sum0);
      sum0 = fma(vec4f(a0.y), b1, sum0);
      sum0 = fma(vec4f(a0.z), b2, sum0);
      sum0 = fma(vec4f(a0.w), b3, sum0);
      // The rows below a single one would only be it again.
      if (M > 1u) {
        let a1 = a[(row1 + k) / 4u];
        sum1 = fma(vec4f(a1.x), b0, sum1);
        sum1 = fma(vec4f(a1.y), b1, sum1);
        sum1 = fma(vec4f(a1.z), b2, sum1);
        sum1 = fma(vec4f(a1.w), b3, sum1);
        let a2 = a[(row2 + k) / 4u];
        sum2 = fma(vec4f(a2.x), b0, sum2);
        sum2 = fma(vec4f(a2.y), b1, sum2);
        sum2 = fma(vec4f(a2.z), b2, sum2);
        sum2 = fma(vec4f(a2.w), b3, sum2);
        let a3 = a[(row3 + k) / 4u];
        sum3 = fma(vec4f(a3.x), b0, sum3);
        sum3 = fma(vec4f(a3.y), b1, sum3);
        sum3 = fma(vec4f(a3.z), b2, sum3);
        sum3 = fma(vec4f(a3.w), b3, sum3);
      }
    } else {
      for (var i = k; i < min(k + 4u, K); i++) {
        let right = load_b(i, column);
        sum0 = fma(vec4f(at_a(row0 + i)), right, sum0);
        if (M > 1u) {
          sum1 = fma(vec4f(at_a(row1 + i)), right, sum1);
          sum2 = fma(vec4f(at_a(row2 + i)), right, sum2);
          sum3 = fma(vec4f(at_a(row3 + i)), right, sum3);
        }
      }
    }
  }
  // A slice's outputs row by row, ACROSS vec4s each.
  let slot = local.z * 32u + local.y * 4u * ACROSS + local.x;
  sums[slot] = sum0;
  sums[slot + ACROSS] = sum1;
  sums[slot + 2u * ACROSS] = sum2;
  sums[slot + 3u * ACROSS] = sum3;
  workgroupBarrier();
  let stored_row = first_row + lane / (4u * ACROSS);
  let stored_column = first_column + lane % (4u * ACROSS);
  if (stored_row < M && stored_column < N) {
    var total = 0.0;
    for (var slice = 0u; slice < 16u; slice++) {
      total += sums[slice * 32u + lane / 4u][lane % 4u];
    }
    c[stored_row * N + stored_column] = total;
  }
}
