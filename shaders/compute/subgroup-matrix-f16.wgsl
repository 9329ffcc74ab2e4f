// subgroup-matrix.wgsl with 16×16 matrices of f16 whose products are added up in f32: what NVIDIA and AMD list. The elements
// are small whole numbers, so that every sum is exact. The products are those of a workgroup: its subgroups share them, so
// that the work is the same however wide a subgroup is. All make the same products and store them in the same place, with
// how many subgroups there were: a sum is that much smaller.
enable chromium_experimental_subgroup_matrix;
enable subgroups;
enable f16;

// Products a sum, of all subgroups of a workgroup together.
override ITERATIONS: u32;

// The left matrix, then four right ones, row by row.
@group(0) @binding(0) var<storage, read> operands: array<f16, 1280>;
// Four sums for each workgroup; after those of all, how many subgroups each one had.
@group(0) @binding(1) var<storage, read_write> products: array<f32, PRODUCTS>;

const INVOCATIONS = 128u;

alias Left = subgroup_matrix_left<f16, 16, 16>;
alias Right = subgroup_matrix_right<f16, 16, 16>;
alias Sum = subgroup_matrix_result<f32, 16, 16>;

@compute @workgroup_size(INVOCATIONS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_size) width: u32,
  @builtin(local_invocation_index) lane: u32,
) {
  let subgroups = INVOCATIONS / width;
  let iterations = ITERATIONS / subgroups;
  let left = subgroupMatrixLoad<Left, row_major>(&operands, 0u, 16u);
  let right0 = subgroupMatrixLoad<Right, row_major>(&operands, 256u, 16u);
  let right1 = subgroupMatrixLoad<Right, row_major>(&operands, 512u, 16u);
  let right2 = subgroupMatrixLoad<Right, row_major>(&operands, 768u, 16u);
  let right3 = subgroupMatrixLoad<Right, row_major>(&operands, 1024u, 16u);
  var sum0 = Sum();
  var sum1 = Sum();
  var sum2 = Sum();
  var sum3 = Sum();
  // Unrolled by hand: not every WGSL compiler does it.
  for (var n = 0u; n < iterations / 4u; n++) {
    sum0 = subgroupMatrixMultiplyAccumulate(left, right0, sum0);
    sum1 = subgroupMatrixMultiplyAccumulate(left, right1, sum1);
    sum2 = subgroupMatrixMultiplyAccumulate(left, right2, sum2);
    sum3 = subgroupMatrixMultiplyAccumulate(left, right3, sum3);
    sum0 = subgroupMatrixMultiplyAccumulate(left, right0, sum0);
    sum1 = subgroupMatrixMultiplyAccumulate(left, right1, sum1);
    sum2 = subgroupMatrixMultiplyAccumulate(left, right2, sum2);
    sum3 = subgroupMatrixMultiplyAccumulate(left, right3, sum3);
    sum0 = subgroupMatrixMultiplyAccumulate(left, right0, sum0);
    sum1 = subgroupMatrixMultiplyAccumulate(left, right1, sum1);
    sum2 = subgroupMatrixMultiplyAccumulate(left, right2, sum2);
    sum3 = subgroupMatrixMultiplyAccumulate(left, right3, sum3);
    sum0 = subgroupMatrixMultiplyAccumulate(left, right0, sum0);
    sum1 = subgroupMatrixMultiplyAccumulate(left, right1, sum1);
    sum2 = subgroupMatrixMultiplyAccumulate(left, right2, sum2);
    sum3 = subgroupMatrixMultiplyAccumulate(left, right3, sum3);
  }
  for (var n = 0u; n < iterations % 4u; n++) {
    sum0 = subgroupMatrixMultiplyAccumulate(left, right0, sum0);
    sum1 = subgroupMatrixMultiplyAccumulate(left, right1, sum1);
    sum2 = subgroupMatrixMultiplyAccumulate(left, right2, sum2);
    sum3 = subgroupMatrixMultiplyAccumulate(left, right3, sum3);
  }
  let first = group.x * 1024u;
  subgroupMatrixStore<row_major>(&products, first + 0u, sum0, 16u);
  subgroupMatrixStore<row_major>(&products, first + 256u, sum1, 16u);
  subgroupMatrixStore<row_major>(&products, first + 512u, sum2, 16u);
  subgroupMatrixStore<row_major>(&products, first + 768u, sum3, 16u);
  if (lane == 0u) {
    products[groups.x * 1024u + group.x] = f32(subgroups);
  }
}
