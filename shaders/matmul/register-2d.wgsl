// Register tiling along both axes, with no vector loads: 8×8 invocations make a 32×32 tile of C, 4×4 outputs each, 8 rows and
// columns apart, in steps of 32 along K. Eight reads of workgroup memory serve sixteen multiply-adds. matmul/register does
// the same work with its loads in vec4s.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// 32 rows of 32 steps of K; a 33rd keeps the rows that are read together in different banks.
var<workgroup> tile_a: array<f32, 1056>;
// 32 steps of K, each 32 columns.
var<workgroup> tile_b: array<f32, 1024>;

fn store(row: u32, column: u32, sums: vec4f) {
  if (row >= M) {
    return;
  }
  for (var i = 0u; i < 4u && column + 8u * i < N; i++) {
    c[row * N + column + 8u * i] = sums[i];
  }
}

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first_row = group.y * 32u;
  let first_column = group.x * 32u;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var first = 0u; first < K; first += 32u) {
    for (var i = lane; i < 1024u; i += 64u) {
      let line = i / 32u;
      let along = i % 32u;
      var left = 0.0;
      if (first_row + line < M && first + along < K) {
        left = a[(first_row + line) * K + first + along];
      }
      var right = 0.0;
      if (first + line < K && first_column + along < N) {
        right = b[(first + line) * N + first_column + along];
      }
      tile_a[line * 33u + along] = left;
      tile_b[i] = right;
    }
    workgroupBarrier();
    for (var i = 0u; i < 32u; i++) {
      let at = i * 32u + local.x;
      let right = vec4f(tile_b[at], tile_b[at + 8u], tile_b[at + 16u], tile_b[at + 24u]);
      let start = local.y * 33u + i;
      sum0 = fma(vec4f(tile_a[start]), right, sum0);
      sum1 = fma(vec4f(tile_a[start + 264u]), right, sum1);
      sum2 = fma(vec4f(tile_a[start + 528u]), right, sum2);
      sum3 = fma(vec4f(tile_a[start + 792u]), right, sum3);
    }
    workgroupBarrier();
  }
  let row = first_row + local.y;
  let column = first_column + local.x;
  store(row, column, sum0);
  store(row + 8u, column, sum1);
  store(row + 16u, column, sum2);
  store(row + 24u, column, sum3);
}
