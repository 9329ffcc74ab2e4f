// Register tiling along one axis: 32×8 invocations make a 64×32 tile of C, eight outputs down one column each, in steps of 8
// along K. What an invocation reads of B serves eight multiply-adds: workgroup memory is read 9 times for 8 of them, where
// matmul/tiled reads it 16 times.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// 64 rows of 8 steps of K: a subgroup reads one element of it at a time, so that no banks conflict.
var<workgroup> tile_a: array<f32, 512>;
// 8 steps of K, each 32 columns.
var<workgroup> tile_b: array<f32, 256>;

fn load_a(row: u32, k: u32) -> f32 {
  if (row >= M || k >= K) {
    return 0.0;
  }
  return a[row * K + k];
}

fn store(row: u32, column: u32, sums: vec4f) {
  if (column >= N) {
    return;
  }
  for (var i = 0u; i < 4u && row + i < M; i++) {
    c[(row + i) * N + column] = sums[i];
  }
}

@compute @workgroup_size(32, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first_row = group.y * 64u;
  let column = group.x * 32u + local.x;
  var low = vec4f();
  var high = vec4f();
  for (var first = 0u; first < K; first += 8u) {
    tile_a[lane] = load_a(first_row + lane / 8u, first + lane % 8u);
    tile_a[lane + 256u] = load_a(first_row + lane / 8u + 32u, first + lane % 8u);
    var right = 0.0;
    if (first + local.y < K && column < N) {
      right = b[(first + local.y) * N + column];
    }
    tile_b[lane] = right;
    workgroupBarrier();
    let rows = local.y * 64u;
    for (var i = 0u; i < 8u; i++) {
      let shared_b = vec4f(tile_b[i * 32u + local.x]);
      let at = rows + i;
      low = fma(vec4f(tile_a[at], tile_a[at + 8u], tile_a[at + 16u], tile_a[at + 24u]), shared_b, low);
      high = fma(vec4f(tile_a[at + 32u], tile_a[at + 40u], tile_a[at + 48u], tile_a[at + 56u]), shared_b, high);
    }
    workgroupBarrier();
  }
  store(first_row + local.y * 8u, column, low);
  store(first_row + local.y * 8u + 4u, column, high);
}
