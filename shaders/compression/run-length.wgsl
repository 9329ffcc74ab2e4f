// Run-length coding of noughts (as Eyeriss stores activations: Chen et al. 2017, section V-E): before each value that is not
// nought stands how many noughts come before it, in a byte. Where a value belongs is known only when all runs before it are
// added up: one invocation decodes a block of 256 elements from its start, four values at a time, and for each block it is said
// where its values begin. An element at place i counts (i + 1) / 256 in the sum of its block.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> starts: array<u32, STARTS>;
@group(0) @binding(1) var<storage, read> runs: array<u32, FOURS>;
@group(0) @binding(2) var<storage, read> values: array<vec4f, FOURS>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32, BLOCKS>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let block = (group.y * GROUPS_X + group.x) * 64u + lane;
  if (block >= BLOCKS) {
    return;
  }
  let end = starts[block + 1u];
  var place = 0u;
  var sum = 0.0;
  for (var i = starts[block]; i < end; i++) {
    let run = (vec4u(runs[i]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u);
    // Of each value: one past its place, which is where the next run begins.
    let first = place + run.x + 1u;
    let second = first + run.y + 1u;
    let third = second + run.z + 1u;
    place = third + run.w + 1u;
    sum += dot(values[i], vec4f(f32(first), f32(second), f32(third), f32(place)) / 256.0);
  }
  sums[block] = sum;
}
