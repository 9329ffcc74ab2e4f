// matmul/subgroup-matrix on operands of f16, 16×16 at a time, with sums in f32: what matrix units are built for. 128 invocations
// make a 32×32 tile in steps of 32 along K; each subgroup makes a quarter of it, one matrix. Where there are fewer subgroups
// than quarters, they take turns.
enable f16;
enable chromium_experimental_subgroup_matrix;
enable subgroups;
// Which quarter a subgroup takes is the same for all of it: it draws its number as one. The analysis cannot see that.
diagnostic(off, chromium.subgroup_matrix_uniformity);
diagnostic(off, subgroup_uniformity);

override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<f16, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f16, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// 32 rows of 32 steps of K.
var<workgroup> tile_a: array<f16, 1024>;
// 32 steps of K, each 32 columns.
var<workgroup> tile_b: array<f16, 1024>;
var<workgroup> tile_c: array<f32, 1024>;
var<workgroup> numbers: atomic<u32>;

alias Left = subgroup_matrix_left<f16, 16, 16>;
alias Right = subgroup_matrix_right<f16, 16, 16>;
alias Sum = subgroup_matrix_result<f32, 16, 16>;

const INVOCATIONS = 128u;
const QUARTERS = 4u;

fn load_a(row: u32, k: u32) -> f16 {
  if (row >= M || k >= K) {
    return 0.0h;
  }
  return a[row * K + k];
}

fn load_b(k: u32, column: u32) -> f16 {
  if (k >= K || column >= N) {
    return 0.0h;
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
    var sum = Sum();
    for (var first = 0u; first < K; first += 32u) {
      for (var i = lane; i < 1024u; i += INVOCATIONS) {
        tile_a[i] = load_a(first_row + i / 32u, first + i % 32u);
        tile_b[i] = load_b(first + i / 32u, first_column + i % 32u);
      }
      workgroupBarrier();
      if (quarter < QUARTERS) {
        for (var k = 0u; k < 32u; k += 16u) {
          let lefts = subgroupMatrixLoad<Left, row_major>(&tile_a, top * 32u + k, 32u);
          let rights = subgroupMatrixLoad<Right, row_major>(&tile_b, k * 32u + left, 32u);
          sum = subgroupMatrixMultiplyAccumulate(lefts, rights, sum);
        }
      }
      workgroupBarrier();
    }
    if (quarter < QUARTERS) {
      subgroupMatrixStore<row_major>(&tile_c, top * 32u + left, sum, 32u);
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
