// One invocation follows one cycle through memory: each load gives the address of the next, so that none can start before
// the last has come. A dispatch goes on where the last one ended, so that few hops a dispatch still go through the whole
// cycle. The hops and the first address come from a buffer: nothing folds, and one pipeline serves every size. The array has
// no fixed length, so that the compiler's bounds clamp stands in the chain beside the load and the address arithmetic: the
// time of a hop is an upper bound of the memory's latency.
@group(0) @binding(0) var<storage, read> cycle: array<u32>;
// Hops, then the first address; addresses count elements.
@group(0) @binding(1) var<storage, read> parameters: array<u32, 2>;
// The line where the walk stands, then the dispatches that brought it there.
@group(0) @binding(2) var<storage, read_write> walk: array<u32, 2>;

// Elements of a line of 64 bytes, of which the first holds an address.
const LINE = 16u;
// An output that nobody has written yet is full of NaN, whose bits are these or more: the walk begins.
const UNWRITTEN = 0x7f800000u;
const LANES = 64u;

// Every line once, by all invocations side by side: far faster than a walk, and it leaves the caches as full as one.
fn touch(first: u32, step: u32) {
  var sum = 0u;
  for (var line = first; line < arrayLength(&cycle) / LINE; line += step) {
    sum |= cycle[line * LINE];
  }
  // Never so, since addresses are under 2^28; but loads that nobody uses would be left out.
  if (sum == 0xffffffffu) {
    walk[0] = sum;
  }
}

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Only the engine's warm-up has several workgroups.
  if (groups.x > 1u) {
    touch(group.x * LANES + lane, groups.x * LANES);
    return;
  }
  if (lane > 0u) {
    return;
  }
  let begun = walk[1] < UNWRITTEN;
  let hops = parameters[0];
  var at = select(parameters[1], walk[0] * LINE, begun);
  // Unrolled by hand: not every WGSL compiler does it.
  for (var n = 0u; n < hops / 32u; n++) {
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
    at = cycle[at];
  }
  for (var n = 0u; n < hops % 32u; n++) {
    at = cycle[at];
  }
  walk[0] = at / LINE;
  walk[1] = select(0u, walk[1], begun) + 1u;
}
