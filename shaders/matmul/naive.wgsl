// C = A·B (A is M×K, B is K×N, row-major), one output an invocation.
// Adjacent invocations take adjacent columns: a subgroup reads one run of B and one or two elements of A at a time.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  let column = id.x;
  if (row >= M || column >= N) {
    return;
  }
  var sum = 0.0;
  for (var k = 0u; k < K; k++) {
    sum = fma(a[row * K + k], b[k * N + column], sum);
  }
  c[row * N + column] = sum;
}
