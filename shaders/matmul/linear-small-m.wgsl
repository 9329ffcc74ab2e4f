// A product of few rows: 128 invocations make 4 rows of 32 columns, 4×4 outputs each, and the sixteen that make the same take every
// sixteenth group of four steps of K. Each element of B is read once for four rows. Neighbours lie along the rows of B as it is
// stored, whichever way round: along its columns, or, where it is transposed, along K.

// 16 slices of K, each the tile's 128 outputs.
var<workgroup> sums: array<vec4f, 512>;

const SLICES = 16u;
// Groups of four columns.
const ACROSS = 8u;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let across = select(lane % ACROSS, lane / SLICES, TRANSPOSED == 1u);
  let slice = select(lane / ACROSS, lane % SLICES, TRANSPOSED == 1u);
  let row = group.y * 4u;
  let column = group.x * 32u + across * 4u;
  // Past the last row it is read again, for sums that nobody stores.
  let row0 = row * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  // Nobody leaves before the barrier: who has no output takes no step.
  let first = select(K, 4u * slice, column < N);
  for (var k = first; k < K; k += 4u * SLICES) {
    if (K % 4u == 0u) {
      let right = load_rows(0u, k, column);
      sum0 += right * a[(row0 + k) / 4u];
      // The rows below a single one would only be it again.
      if (M > 1u) {
        sum1 += right * a[(row1 + k) / 4u];
        sum2 += right * a[(row2 + k) / 4u];
        sum3 += right * a[(row3 + k) / 4u];
      }
    } else {
      for (var i = k; i < min(k + 4u, K); i++) {
        let right = load_row(0u, i, column);
        sum0 = fma(vec4f(at_a(row0 + i)), right, sum0);
        if (M > 1u) {
          sum1 = fma(vec4f(at_a(row1 + i)), right, sum1);
          sum2 = fma(vec4f(at_a(row2 + i)), right, sum2);
          sum3 = fma(vec4f(at_a(row3 + i)), right, sum3);
        }
      }
    }
  }
  // A slice's outputs row by row.
  let slot = slice * 4u * ACROSS + across;
  sums[slot] = sum0;
  sums[slot + ACROSS] = sum1;
  sums[slot + 2u * ACROSS] = sum2;
  sums[slot + 3u * ACROSS] = sum3;
  workgroupBarrier();
  let stored_row = row + lane / 32u;
  let stored_column = group.x * 32u + lane % 32u;
  if (stored_row < M && stored_column < N) {
    var total = 0.0;
    for (var i = 0u; i < SLICES; i++) {
      total += sums[i * 4u * ACROSS + lane / 4u][lane % 4u];
    }
    write(stored_row * N + stored_column, stored_column, total);
  }
}
