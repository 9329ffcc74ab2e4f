// What the programs matmul/tuned-direct-* and matmul/tuned-quad-* share: it is added to each.
override ACROSS: u32;
override DOWN: u32;
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// Four columns of one step of K, whose row of B begins at `start`.
fn right(start: u32, columns: vec4u) -> vec4f {
  return vec4f(b[start + columns.x], b[start + columns.y], b[start + columns.z], b[start + columns.w]);
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
  if (column + ACROSS < N) {
    c[row * N + column + ACROSS] = sums.y;
  }
  if (column + 2u * ACROSS < N) {
    c[row * N + column + 2u * ACROSS] = sums.z;
  }
  if (column + 3u * ACROSS < N) {
    c[row * N + column + 3u * ACROSS] = sums.w;
  }
}
