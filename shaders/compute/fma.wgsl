// x = fma(x, x, c) in sixteen independent chains an invocation: a quadratic recurrence cannot be folded, nothing waits for
// memory, and sixteen results on their way hide the latency of each. c lies near −1, where orbits settle on a cycle of two
// numbers (multiplier 4·(c + 1), here at most 1/2): errors shrink, and the parity of the iterations shows in the result.
override GROUPS_X: u32;
override ITERATIONS: u32;

@group(0) @binding(0) var<storage, read> seeds: array<vec4f, INVOCATIONS>;
@group(0) @binding(1) var<storage, read_write> orbits: array<vec4f, ORBITS>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 256u + lane;
  if (i >= INVOCATIONS) {
    return;
  }
  var x0 = seeds[i] * 0.125;
  let c = x0 - 1.0;
  var x1 = x0.yzwx;
  var x2 = x0.zwxy;
  var x3 = x0.wxyz;
  // Unrolled by hand: not every WGSL compiler does it.
  for (var n = 0u; n < ITERATIONS / 8u; n++) {
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
  }
  for (var n = 0u; n < ITERATIONS % 8u; n++) {
    x0 = fma(x0, x0, c);
    x1 = fma(x1, x1, c);
    x2 = fma(x2, x2, c);
    x3 = fma(x3, x3, c);
  }
  orbits[i] = x0;
  orbits[i + INVOCATIONS] = x1;
  orbits[i + 2u * INVOCATIONS] = x2;
  orbits[i + 3u * INVOCATIONS] = x3;
}
