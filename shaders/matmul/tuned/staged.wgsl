// What the programs matmul/tuned-staged-* share: it is added to each. Rows of A and B are read as vec4f where they start on
// whole vec4s, else element by element.
override ACROSS: u32;
override DOWN: u32;
override DEPTH: u32;
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

fn load_a(row: u32, k: u32) -> vec4f {
  if (row >= M || k >= K) {
    return vec4f();
  }
  let i = row * K + k;
  if (K % 4u == 0u) {
    return a[i / 4u];
  }
  var loaded = vec4f(a[i / 4u][i % 4u], 0.0, 0.0, 0.0);
  if (k + 1u < K) {
    loaded.y = a[(i + 1u) / 4u][(i + 1u) % 4u];
  }
  if (k + 2u < K) {
    loaded.z = a[(i + 2u) / 4u][(i + 2u) % 4u];
  }
  if (k + 3u < K) {
    loaded.w = a[(i + 3u) / 4u][(i + 3u) % 4u];
  }
  return loaded;
}

fn load_b(k: u32, column: u32) -> vec4f {
  if (k >= K || column >= N) {
    return vec4f();
  }
  let i = k * N + column;
  if (N % 4u == 0u) {
    return b[i / 4u];
  }
  var loaded = vec4f(b[i / 4u][i % 4u], 0.0, 0.0, 0.0);
  if (column + 1u < N) {
    loaded.y = b[(i + 1u) / 4u][(i + 1u) % 4u];
  }
  if (column + 2u < N) {
    loaded.z = b[(i + 2u) / 4u][(i + 2u) % 4u];
  }
  if (column + 3u < N) {
    loaded.w = b[(i + 3u) / 4u][(i + 3u) % 4u];
  }
  return loaded;
}

// Four steps of K of four outputs.
fn steps(left: vec4f, b0: vec4f, b1: vec4f, b2: vec4f, b3: vec4f, sum: vec4f) -> vec4f {
  return fma(vec4f(left.w), b3, fma(vec4f(left.z), b2, fma(vec4f(left.y), b1, fma(vec4f(left.x), b0, sum))));
}

fn store(row: u32, column: u32, sums: vec4f) {
  if (row >= M) {
    return;
  }
  if (column < N) {
    c[row * N + column] = sums.x;
  }
  if (column + 1u < N) {
    c[row * N + column + 1u] = sums.y;
  }
  if (column + 2u < N) {
    c[row * N + column + 2u] = sums.z;
  }
  if (column + 3u < N) {
    c[row * N + column + 3u] = sums.w;
  }
}
