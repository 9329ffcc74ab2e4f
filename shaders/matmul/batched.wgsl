// Products of one shape, one in each layer of workgroups: heads of attention, say. 4×4 adjacent outputs an invocation, as in
// matmul/direct-vec4. B may lie transposed, as keys and weights do: it is turned round in registers, four by four.

// Elements from one product's A, or B, to the next one's; 0 where all have one.
override A_STRIDE: u32;
override B_STRIDE: u32;

fn store(first: u32, row: u32, column: u32, sums: vec4f) {
  if (row >= M) {
    return;
  }
  for (var i = 0u; i < 4u && column + i < N; i++) {
    write(first + row * N + column + i, column + i, sums[i]);
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * 4u;
  let column = id.x * 4u;
  if (row >= M || column >= N) {
    return;
  }
  let first_a = id.z * A_STRIDE;
  let first_b = id.z * B_STRIDE;
  let first_c = id.z * M * N;
  // Past the last row it is read again, for sums that nobody stores.
  let row0 = first_a + row * K;
  let row1 = first_a + min(row + 1u, M - 1u) * K;
  let row2 = first_a + min(row + 2u, M - 1u) * K;
  let row3 = first_a + min(row + 3u, M - 1u) * K;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  if (K % 4u == 0u) {
    for (var k = 0u; k < K; k += 4u) {
      let right = load_rows(first_b, k, column);
      sum0 += right * a[(row0 + k) / 4u];
      sum1 += right * a[(row1 + k) / 4u];
      sum2 += right * a[(row2 + k) / 4u];
      sum3 += right * a[(row3 + k) / 4u];
    }
  } else {
    for (var k = 0u; k < K; k++) {
      let right = load_row(first_b, k, column);
      sum0 = fma(vec4f(at_a(row0 + k)), right, sum0);
      sum1 = fma(vec4f(at_a(row1 + k)), right, sum1);
      sum2 = fma(vec4f(at_a(row2 + k)), right, sum2);
      sum3 = fma(vec4f(at_a(row3 + k)), right, sum3);
    }
  }
  store(first_c, row, column, sum0);
  store(first_c, row + 1u, column, sum1);
  store(first_c, row + 2u, column, sum2);
  store(first_c, row + 3u, column, sum3);
}
