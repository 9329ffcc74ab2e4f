// Products of 8×8 matrices that a whole subgroup holds and multiplies at once. 128 invocations make a 32×32 tile in steps of 16
// along K: all of them copy the operands to workgroup memory, with noughts past the edges, since a matrix is loaded whole; then
// each subgroup makes a quarter of the tile, 2×2 matrices. Where there are fewer subgroups than quarters, they take turns.
enable chromium_experimental_subgroup_matrix;
enable subgroups;
// Which quarter a subgroup takes is the same for all of it: it draws its number as one. The analysis cannot see that.
diagnostic(off, chromium.subgroup_matrix_uniformity);
diagnostic(off, subgroup_uniformity);

override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// 32 rows of 16 steps of K.
var<workgroup> tile_a: array<f32, 512>;
// 16 steps of K, each 32 columns.
var<workgroup> tile_b: array<f32, 512>;
var<workgroup> tile_c: array<f32, 1024>;
var<workgroup> numbers: atomic<u32>;

alias Left = subgroup_matrix_left<f32, 8, 8>;
alias Right = subgroup_matrix_right<f32, 8, 8>;
alias Sum = subgroup_matrix_result<f32, 8, 8>;

const INVOCATIONS = 128u;
const QUARTERS = 4u;

fn load_a(row: u32, k: u32) -> f32 {
  if (row >= M || k >= K) {
    return 0.0;
  }
  return a[row * K + k];
}

fn load_b(k: u32, column: u32) -> f32 {
  if (k >= K || column >= N) {
    return 0.0;
  }
  return b[k * N + column];
}

@compute @workgroup_size(INVOCATIONS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_size) size: u32,
) {
  let first_row = group.y * 32u;
  let first_column = group.x * 32u;
  var number = 0u;
  if (subgroupElect()) {
    number = atomicAdd(&numbers, 1u);
  }
  number = subgroupBroadcastFirst(number);
  let subgroups = INVOCATIONS / size;
  for (var turn = 0u; turn < QUARTERS; turn += subgroups) {
    let quarter = turn + number;
    let top = quarter / 2u * 16u;
    let left = quarter % 2u * 16u;
    var sum00 = Sum();
    var sum01 = Sum();
    var sum10 = Sum();
    var sum11 = Sum();
    for (var first = 0u; first < K; first += 16u) {
      for (var i = lane; i < 512u; i += INVOCATIONS) {
        tile_a[i] = load_a(first_row + i / 16u, first + i % 16u);
        tile_b[i] = load_b(first + i / 32u, first_column + i % 32u);
      }
      workgroupBarrier();
      if (quarter < QUARTERS) {
        for (var k = 0u; k < 16u; k += 8u) {
          let left0 = subgroupMatrixLoad<Left, row_major>(&tile_a, top * 16u + k, 16u);
          let left1 = subgroupMatrixLoad<Left, row_major>(&tile_a, (top + 8u) * 16u + k, 16u);
          let right0 = subgroupMatrixLoad<Right, row_major>(&tile_b, k * 32u + left, 32u);
          let right1 = subgroupMatrixLoad<Right, row_major>(&tile_b, k * 32u + left + 8u, 32u);
          sum00 = subgroupMatrixMultiplyAccumulate(left0, right0, sum00);
          sum01 = subgroupMatrixMultiplyAccumulate(left0, right1, sum01);
          sum10 = subgroupMatrixMultiplyAccumulate(left1, right0, sum10);
          sum11 = subgroupMatrixMultiplyAccumulate(left1, right1, sum11);
        }
      }
      workgroupBarrier();
    }
    if (quarter < QUARTERS) {
      subgroupMatrixStore<row_major>(&tile_c, top * 32u + left, sum00, 32u);
      subgroupMatrixStore<row_major>(&tile_c, top * 32u + left + 8u, sum01, 32u);
      subgroupMatrixStore<row_major>(&tile_c, (top + 8u) * 32u + left, sum10, 32u);
      subgroupMatrixStore<row_major>(&tile_c, (top + 8u) * 32u + left + 8u, sum11, 32u);
    }
  }
  workgroupBarrier();
  let column = first_column + lane % 32u;
  for (var i = lane; i < 1024u; i += INVOCATIONS) {
    let row = first_row + i / 32u;
    if (row < M && column < N) {
      c[row * N + column] = tile_c[i];
    }
  }
}
