// The work of matmul/naive with the mapping transposed: adjacent invocations read down a column of A and write down a
// column of C, so that each lane of a subgroup touches a sector of its own.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = group.y * 16u + local.x;
  let column = group.x * 16u + local.y;
  if (row >= M || column >= N) {
    return;
  }
  var sum = 0.0;
  for (var k = 0u; k < K; k++) {
    sum = fma(a[row * K + k], b[k * N + column], sum);
  }
  c[row * N + column] = sum;
}
