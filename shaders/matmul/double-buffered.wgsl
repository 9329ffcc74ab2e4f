// matmul/register with two tiles of each operand in workgroup memory: while one is multiplied, the next is on its way from
// memory into registers, and it takes one barrier a step instead of two. Steps of 16 along K, so that both tiles fit.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// Twice 32 rows of 4 vec4 along K; a fifth keeps the rows that are read together in different banks.
var<workgroup> tile_a: array<vec4f, 320>;
// Twice 16 steps of K, each 8 vec4 along the columns; at the end, 32 rows of C.
var<workgroup> tile_b: array<vec4f, 256>;

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

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first_row = group.y * 32u;
  let first_column = group.x * 32u;
  // Which of the two tiles is filled in this step; the other is multiplied.
  var filled = 0u;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  // One step more than there are tiles: the first multiplies nothing, the last loads nothing.
  for (var first = 0u; ; first += 16u) {
    let next_a0 = load_a(first_row + lane / 4u, first + lane % 4u * 4u);
    let next_a1 = load_a(first_row + lane / 4u + 16u, first + lane % 4u * 4u);
    let next_b0 = load_b(first + local.y, first_column + local.x * 4u);
    let next_b1 = load_b(first + local.y + 8u, first_column + local.x * 4u);
    let from_a = (1u - filled) * 160u + local.y * 5u;
    let from_b = (1u - filled) * 128u + local.x;
    for (var i = 0u; i < 4u && first > 0u; i++) {
      let b0 = tile_b[from_b + i * 32u];
      let b1 = tile_b[from_b + i * 32u + 8u];
      let b2 = tile_b[from_b + i * 32u + 16u];
      let b3 = tile_b[from_b + i * 32u + 24u];
      let a0 = tile_a[from_a + i];
      sum0 = fma(vec4f(a0.x), b0, sum0);
      sum0 = fma(vec4f(a0.y), b1, sum0);
      sum0 = fma(vec4f(a0.z), b2, sum0);
      sum0 = fma(vec4f(a0.w), b3, sum0);
      let a1 = tile_a[from_a + 40u + i];
      sum1 = fma(vec4f(a1.x), b0, sum1);
      sum1 = fma(vec4f(a1.y), b1, sum1);
      sum1 = fma(vec4f(a1.z), b2, sum1);
      sum1 = fma(vec4f(a1.w), b3, sum1);
      let a2 = tile_a[from_a + 80u + i];
      sum2 = fma(vec4f(a2.x), b0, sum2);
      sum2 = fma(vec4f(a2.y), b1, sum2);
      sum2 = fma(vec4f(a2.z), b2, sum2);
      sum2 = fma(vec4f(a2.w), b3, sum2);
      let a3 = tile_a[from_a + 120u + i];
      sum3 = fma(vec4f(a3.x), b0, sum3);
      sum3 = fma(vec4f(a3.y), b1, sum3);
      sum3 = fma(vec4f(a3.z), b2, sum3);
      sum3 = fma(vec4f(a3.w), b3, sum3);
    }
    if (first >= K) {
      break;
    }
    let into_a = filled * 160u + lane / 4u * 5u + lane % 4u;
    tile_a[into_a] = next_a0;
    tile_a[into_a + 80u] = next_a1;
    tile_b[filled * 128u + lane] = next_b0;
    tile_b[filled * 128u + lane + 64u] = next_b1;
    workgroupBarrier();
    filled = 1u - filled;
  }
  workgroupBarrier();
  // C goes through workgroup memory, so that adjacent invocations write adjacent columns.
  tile_b[lane] = sum0;
  tile_b[lane + 64u] = sum1;
  tile_b[lane + 128u] = sum2;
  tile_b[lane + 192u] = sum3;
  workgroupBarrier();
  let column = first_column + lane % 32u;
  for (var i = lane; i < 1024u; i += 64u) {
    let row = first_row + i / 32u;
    if (row < M && column < N) {
      c[row * N + column] = tile_b[i / 4u][i % 4u];
    }
  }
}
