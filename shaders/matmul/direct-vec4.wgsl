// Register tiling without workgroup memory: each of 8×8 invocations makes 4×4 adjacent outputs, with operands straight from
// memory in vec4s, where rows start on whole vec4s, and else element by element. Nobody waits at a barrier; neighbours that
// read the same operands meet in the cache.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

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
  for (var k = 0u; k < K; k += 4u) {
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
    } else {
      for (var i = k; i < min(k + 4u, K); i++) {
        let right = load_b(i, column);
        sum0 = fma(vec4f(at_a(row0 + i)), right, sum0);
        sum1 = fma(vec4f(at_a(row1 + i)), right, sum1);
        sum2 = fma(vec4f(at_a(row2 + i)), right, sum2);
        sum3 = fma(vec4f(at_a(row3 + i)), right, sum3);
      }
    }
  }
  store(row, column, sum0);
  store(row + 1u, column, sum1);
  store(row + 2u, column, sum2);
  store(row + 3u, column, sum3);
}
