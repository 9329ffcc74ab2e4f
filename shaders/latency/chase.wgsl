// One invocation follows one cycle through memory: each load gives the address of the next, so that none can start before
// the last has come. The hops and the first address come from a buffer: nothing folds, and one pipeline serves every size.
// The array has no fixed length, so that the compiler's bounds clamp stands in the chain beside the load and the address
// arithmetic: the time of a hop is an upper bound of the memory's latency.
@group(0) @binding(0) var<storage, read> cycle: array<u32>;
// Hops, then the first address; addresses count elements.
@group(0) @binding(1) var<storage, read> parameters: array<u32, 2>;
@group(0) @binding(2) var<storage, read_write> last: array<f32, 1>;

// Elements of a line of 64 bytes, of which the first holds an address.
const LINE = 16u;

@compute @workgroup_size(1)
fn main() {
  let hops = parameters[0];
  var at = parameters[1];
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
  // A line's number, exact in f32 up to 2^24 lines.
  last[0] = f32(at / LINE);
}
