// Workgroup memory: TILE × TILE invocations load a tile of A and one of B together, and each uses what all have loaded.
// Every element comes from memory once a workgroup instead of TILE times.
override TILE: u32;
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

var<workgroup> tile_a: array<f32, TILE * TILE>;
var<workgroup> tile_b: array<f32, TILE * TILE>;

@compute @workgroup_size(TILE, TILE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = group.y * TILE + local.y;
  let column = group.x * TILE + local.x;
  let slot = local.y * TILE + local.x;
  var sum = 0.0;
  for (var first = 0u; first < K; first += TILE) {
    var left = 0.0;
    if (row < M && first + local.x < K) {
      left = a[row * K + first + local.x];
    }
    var right = 0.0;
    if (first + local.y < K && column < N) {
      right = b[(first + local.y) * N + column];
    }
    tile_a[slot] = left;
    tile_b[slot] = right;
    workgroupBarrier();
    // Unrolled by hand: not every WGSL compiler does it.
    for (var i = 0u; i + 4u <= TILE; i += 4u) {
      let from_a = local.y * TILE + i;
      let from_b = i * TILE + local.x;
      sum = fma(tile_a[from_a], tile_b[from_b], sum);
      sum = fma(tile_a[from_a + 1u], tile_b[from_b + TILE], sum);
      sum = fma(tile_a[from_a + 2u], tile_b[from_b + 2u * TILE], sum);
      sum = fma(tile_a[from_a + 3u], tile_b[from_b + 3u * TILE], sum);
    }
    for (var i = TILE / 4u * 4u; i < TILE; i++) {
      sum = fma(tile_a[local.y * TILE + i], tile_b[i * TILE + local.x], sum);
    }
    workgroupBarrier();
  }
  if (row < M && column < N) {
    c[row * N + column] = sum;
  }
}
