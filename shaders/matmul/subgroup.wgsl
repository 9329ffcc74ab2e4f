// Operands passed round in a subgroup: 128 invocations make a 32×64 tile, 4×4 outputs each, and those that make the same four
// rows are neighbours in one subgroup. Each of them reads another step of K of these rows, and all take what each has read by
// a shuffle: an element of A is asked of memory once for all of them, without workgroup memory.
//
// WGSL does not say which invocations share a subgroup, and a subgroup may have from 4 to 128. So an invocation's outputs
// follow from its subgroup and its place in it: subgroups draw their places in the tile from a counter.
enable subgroups;

override M: u32;
override N: u32;
override K: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, C_LENGTH>;

// Invocations along a row of outputs.
const ACROSS = 16u;

var<workgroup> places: atomic<u32>;

fn at_a(i: u32) -> f32 {
  return a[i / 4u][i % 4u];
}

fn at_b(i: u32) -> f32 {
  return b[i / 4u][i % 4u];
}

// Four columns. Past the last column it is read again, for sums that nobody stores.
fn load_b(k: u32, column: u32) -> vec4f {
  let i = k * N;
  if (N % 4u == 0u) {
    return b[(i + column) / 4u];
  }
  return vec4f(
    at_b(i + column),
    at_b(i + min(column + 1u, N - 1u)),
    at_b(i + min(column + 2u, N - 1u)),
    at_b(i + min(column + 3u, N - 1u)),
  );
}

fn store(row: u32, column: u32, sums: vec4f) {
  if (row >= M) {
    return;
  }
  for (var i = 0u; i < 4u && column + i < N; i++) {
    c[row * N + column + i] = sums[i];
  }
}

// Whether a subgroup shares is the same for all of it: it drew its place as one. The analysis cannot see that.
@diagnostic(off, subgroup_uniformity)
@compute @workgroup_size(128)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_size) size: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  // SwiftShader empties workgroup memory for each subgroup anew, as long as no barrier follows.
  workgroupBarrier();
  let count = subgroupAdd(1u);
  let rank = subgroupExclusiveAdd(1u);
  var first_place = 0u;
  if (rank == 0u) {
    first_place = atomicAdd(&places, count);
  }
  first_place = subgroupBroadcastFirst(first_place);
  let place = first_place + rank;
  let row = group.y * 32u + 4u * (place / ACROSS);
  let column = group.x * 64u + 4u * (place % ACROSS);
  // Neighbours with the same rows: all of a small subgroup, sixteen of a large one.
  let span = min(size, ACROSS);
  // A subgroup that is not full, or that one such pushed aside, passes nothing round: who reads for whom would be unsure.
  let shares = count == size && first_place % span == 0u;
  // Past the last row it is read again, for sums that nobody stores.
  let row0 = row * K;
  let row1 = min(row + 1u, M - 1u) * K;
  let row2 = min(row + 2u, M - 1u) * K;
  let row3 = min(row + 3u, M - 1u) * K;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  if (shares) {
    let first_lane = lane - lane % span;
    for (var first = 0u; first < K; first += span) {
      var mine = vec4f();
      let k = first + lane % span;
      if (row < M && k < K) {
        mine = vec4f(at_a(row0 + k), at_a(row1 + k), at_a(row2 + k), at_a(row3 + k));
      }
      for (var i = 0u; i < min(span, K - first); i++) {
        // Who has no columns still reads for its neighbours.
        var right = vec4f();
        if (row < M && column < N) {
          right = load_b(first + i, column);
        }
        let left = subgroupShuffle(mine, first_lane + i);
        sum0 = fma(vec4f(left.x), right, sum0);
        sum1 = fma(vec4f(left.y), right, sum1);
        sum2 = fma(vec4f(left.z), right, sum2);
        sum3 = fma(vec4f(left.w), right, sum3);
      }
    }
  } else if (row < M && column < N) {
    for (var k = 0u; k < K; k++) {
      let right = load_b(k, column);
      sum0 = fma(vec4f(at_a(row0 + k)), right, sum0);
      sum1 = fma(vec4f(at_a(row1 + k)), right, sum1);
      sum2 = fma(vec4f(at_a(row2 + k)), right, sum2);
      sum3 = fma(vec4f(at_a(row3 + k)), right, sum3);
    }
  }
  store(row, column, sum0);
  store(row + 1u, column, sum1);
  store(row + 2u, column, sum2);
  store(row + 3u, column, sum3);
}
