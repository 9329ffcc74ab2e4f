// matmul/direct-vec4 on whole numbers of 8 bits: four steps of K lie in one word of A or B, and one instruction multiplies four
// pairs and adds the products up. Each of 8×8 invocations makes 4×4 outputs. Sums are 32-bit and exact; they are written as
// f32, as a network would scale them, which holds whole numbers up to 2^24.
requires packed_4x8_integer_dot_product;

override M: u32;
override N: u32;
// Words along K: a last one that K does not fill holds noughts.
override K: u32;

// A row by row; B word by word along K, its columns side by side.
@group(0) @binding(0) var<storage, read> a: array<vec4u, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4u, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

fn at_a(i: u32) -> u32 {
  return a[i / 4u][i % 4u];
}

fn at_b(i: u32) -> u32 {
  return b[i / 4u][i % 4u];
}

// Four columns. Past the last column it is read again, for sums that nobody stores.
fn load_b(k: u32, column: u32) -> vec4u {
  let i = k * N;
  if (N % 4u == 0u) {
    return b[(i + column) / 4u];
  }
  return vec4u(
    at_b(i + column),
    at_b(i + min(column + 1u, N - 1u)),
    at_b(i + min(column + 2u, N - 1u)),
    at_b(i + min(column + 3u, N - 1u)),
  );
}

// Four products of one word of a row with four columns.
fn dots(left: u32, right: vec4u) -> vec4i {
  return vec4i(
    dot4I8Packed(left, right.x),
    dot4I8Packed(left, right.y),
    dot4I8Packed(left, right.z),
    dot4I8Packed(left, right.w),
  );
}

fn store(row: u32, column: u32, sums: vec4i) {
  if (row >= M) {
    return;
  }
  for (var i = 0u; i < 4u && column + i < N; i++) {
    c[row * N + column + i] = f32(sums[i]);
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
  var sum0 = vec4i();
  var sum1 = vec4i();
  var sum2 = vec4i();
  var sum3 = vec4i();
  for (var k = 0u; k < K; k += 4u) {
    if (K % 4u == 0u) {
      let b0 = load_b(k, column);
      let b1 = load_b(k + 1u, column);
      let b2 = load_b(k + 2u, column);
      let b3 = load_b(k + 3u, column);
      let a0 = a[(row0 + k) / 4u];
      sum0 += dots(a0.x, b0) + dots(a0.y, b1) + dots(a0.z, b2) + dots(a0.w, b3);
      let a1 = a[(row1 + k) / 4u];
      sum1 += dots(a1.x, b0) + dots(a1.y, b1) + dots(a1.z, b2) + dots(a1.w, b3);
      let a2 = a[(row2 + k) / 4u];
      sum2 += dots(a2.x, b0) + dots(a2.y, b1) + dots(a2.z, b2) + dots(a2.w, b3);
      let a3 = a[(row3 + k) / 4u];
      sum3 += dots(a3.x, b0) + dots(a3.y, b1) + dots(a3.z, b2) + dots(a3.w, b3);
    } else {
      for (var i = k; i < min(k + 4u, K); i++) {
        let right = load_b(i, column);
        sum0 += dots(at_a(row0 + i), right);
        sum1 += dots(at_a(row1 + i), right);
        sum2 += dots(at_a(row2 + i), right);
        sum3 += dots(at_a(row3 + i), right);
      }
    }
  }
  store(row, column, sum0);
  store(row + 1u, column, sum1);
  store(row + 2u, column, sum2);
  store(row + 3u, column, sum3);
}
