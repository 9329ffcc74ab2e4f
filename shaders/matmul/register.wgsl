// Register tiling: 8×8 invocations make a 32×32 tile of C, 4×4 outputs each, in steps of 32 along K. An operand that has
// reached a register is used four times, so that workgroup memory is read half a time for each multiply-add, not twice.
// Rows of A and B are read as vec4f where they start on whole vec4s, else element by element.
override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// 32 rows of 8 vec4 along K; a ninth keeps the rows that are read together in different banks.
var<workgroup> tile_a: array<vec4f, 288>;
// 32 steps of K, each 8 vec4 along the columns; at the end, 32 rows of C.
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
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var first = 0u; first < K; first += 32u) {
    for (var i = 0u; i < 4u; i++) {
      tile_a[(local.y + 8u * i) * 9u + local.x] = load_a(first_row + local.y + 8u * i, first + local.x * 4u);
      tile_b[lane + 64u * i] = load_b(first + local.y + 8u * i, first_column + local.x * 4u);
    }
    workgroupBarrier();
    for (var i = 0u; i < 8u; i++) {
      let b0 = tile_b[i * 32u + local.x];
      let b1 = tile_b[i * 32u + 8u + local.x];
      let b2 = tile_b[i * 32u + 16u + local.x];
      let b3 = tile_b[i * 32u + 24u + local.x];
      let a0 = tile_a[local.y * 9u + i];
      sum0 = fma(vec4f(a0.x), b0, sum0);
      sum0 = fma(vec4f(a0.y), b1, sum0);
      sum0 = fma(vec4f(a0.z), b2, sum0);
      sum0 = fma(vec4f(a0.w), b3, sum0);
      let a1 = tile_a[(local.y + 8u) * 9u + i];
      sum1 = fma(vec4f(a1.x), b0, sum1);
      sum1 = fma(vec4f(a1.y), b1, sum1);
      sum1 = fma(vec4f(a1.z), b2, sum1);
      sum1 = fma(vec4f(a1.w), b3, sum1);
      let a2 = tile_a[(local.y + 16u) * 9u + i];
      sum2 = fma(vec4f(a2.x), b0, sum2);
      sum2 = fma(vec4f(a2.y), b1, sum2);
      sum2 = fma(vec4f(a2.z), b2, sum2);
      sum2 = fma(vec4f(a2.w), b3, sum2);
      let a3 = tile_a[(local.y + 24u) * 9u + i];
      sum3 = fma(vec4f(a3.x), b0, sum3);
      sum3 = fma(vec4f(a3.y), b1, sum3);
      sum3 = fma(vec4f(a3.z), b2, sum3);
      sum3 = fma(vec4f(a3.w), b3, sum3);
    }
    workgroupBarrier();
  }
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
