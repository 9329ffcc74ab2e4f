// matmul/direct-vec4 on operands of half the width: each of 8×8 invocations makes 4×4 adjacent outputs straight from memory.
// Sums of sixteen steps of K are f16, where GPUs that put two into a register do twice as many at once; those sums are added
// up in f32. So rounding grows with sixteen steps, not with K, but a sum of sixteen that passes 65,504 is infinite.
enable f16;

override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4h, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4h, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// Steps of K that are added up in f16.
const RUN = 16u;

fn at_a(i: u32) -> f16 {
  return a[i / 4u][i % 4u];
}

fn at_b(i: u32) -> f16 {
  return b[i / 4u][i % 4u];
}

// Four columns. Past the last column it is read again, for sums that nobody stores.
fn load_b(k: u32, column: u32) -> vec4h {
  let i = k * N;
  if (N % 4u == 0u) {
    return b[(i + column) / 4u];
  }
  return vec4h(
    at_b(i + column),
    at_b(i + min(column + 1u, N - 1u)),
    at_b(i + min(column + 2u, N - 1u)),
    at_b(i + min(column + 3u, N - 1u)),
  );
}

fn store(row: u32, column: u32, sums: vec4f) {
  if (row >= M) {
    return;
  }
  for (var i = 0u; i < 4u && column + i < N; i++) {
    c[row * N + column + i] = sums[i];
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * 4u;
  let column = id.x * 4u;
  if (row >= M || column >= N) {
    return;
  }
  // Past the last row it is read again, for sums that nobody stores.
  let row0 = row * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var first = 0u; first < K; first += RUN) {
    var run0 = vec4h();
    var run1 = vec4h();
    var run2 = vec4h();
    var run3 = vec4h();
    for (var k = first; k < min(first + RUN, K); k += 4u) {
      if (K % 4u == 0u) {
        let b0 = load_b(k, column);
        let b1 = load_b(k + 1u, column);
        let b2 = load_b(k + 2u, column);
        let b3 = load_b(k + 3u, column);
        let a0 = a[(row0 + k) / 4u];
        run0 = fma(vec4h(a0.x), b0, run0);
        run0 = fma(vec4h(a0.y), b1, run0);
        run0 = fma(vec4h(a0.z), b2, run0);
        run0 = fma(vec4h(a0.w), b3, run0);
        let a1 = a[(row1 + k) / 4u];
        run1 = fma(vec4h(a1.x), b0, run1);
        run1 = fma(vec4h(a1.y), b1, run1);
        run1 = fma(vec4h(a1.z), b2, run1);
        run1 = fma(vec4h(a1.w), b3, run1);
        let a2 = a[(row2 + k) / 4u];
        run2 = fma(vec4h(a2.x), b0, run2);
        run2 = fma(vec4h(a2.y), b1, run2);
        run2 = fma(vec4h(a2.z), b2, run2);
        run2 = fma(vec4h(a2.w), b3, run2);
        let a3 = a[(row3 + k) / 4u];
        run3 = fma(vec4h(a3.x), b0, run3);
        run3 = fma(vec4h(a3.y), b1, run3);
        run3 = fma(vec4h(a3.z), b2, run3);
        run3 = fma(vec4h(a3.w), b3, run3);
      } else {
        for (var i = k; i < min(k + 4u, K); i++) {
          let right = load_b(i, column);
          run0 = fma(vec4h(at_a(row0 + i)), right, run0);
          run1 = fma(vec4h(at_a(row1 + i)), right, run1);
          run2 = fma(vec4h(at_a(row2 + i)), right, run2);
          run3 = fma(vec4h(at_a(row3 + i)), right, run3);
        }
      }
    }
    sum0 += vec4f(run0);
    sum1 += vec4f(run1);
    sum2 += vec4f(run2);
    sum3 += vec4f(run3);
  }
  store(row, column, sum0);
  store(row + 1u, column, sum1);
  store(row + 2u, column, sum2);
  store(row + 3u, column, sum3);
}
