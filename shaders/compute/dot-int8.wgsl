// x = d + dot(x, c) on four packed int8 in eight independent chains: what the sum is depends on how its bytes fall, so that
// no step can be folded into the next. Integer sums wrap, and every result is exact.
requires packed_4x8_integer_dot_product;

override GROUPS_X: u32;
override ITERATIONS: u32;

// c, and x at the start, which is d as well.
@group(0) @binding(0) var<storage, read> seeds: array<vec2u, 64>;
@group(0) @binding(1) var<storage, read_write> orbits: array<f32, ORBITS>;

const INVOCATIONS = ORBITS / 8;

fn next(x: u32, c: u32, d: i32) -> u32 {
  return bitcast<u32>(dot4I8Packed(x, c) + d);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 256u + lane;
  if (i >= INVOCATIONS) {
    return;
  }
  let seed = seeds[i % 64u];
  let c = seed.x;
  let d = bitcast<i32>(seed.y);
  // Chains start apart by one in each byte.
  var x0 = seed.y + 0u * 0x01010101u;
  var x1 = seed.y + 1u * 0x01010101u;
  var x2 = seed.y + 2u * 0x01010101u;
  var x3 = seed.y + 3u * 0x01010101u;
  var x4 = seed.y + 4u * 0x01010101u;
  var x5 = seed.y + 5u * 0x01010101u;
  var x6 = seed.y + 6u * 0x01010101u;
  var x7 = seed.y + 7u * 0x01010101u;
  // Unrolled by hand: not every WGSL compiler does it.
  for (var n = 0u; n < ITERATIONS / 4u; n++) {
    x0 = next(x0, c, d);
    x1 = next(x1, c, d);
    x2 = next(x2, c, d);
    x3 = next(x3, c, d);
    x4 = next(x4, c, d);
    x5 = next(x5, c, d);
    x6 = next(x6, c, d);
    x7 = next(x7, c, d);
    x0 = next(x0, c, d);
    x1 = next(x1, c, d);
    x2 = next(x2, c, d);
    x3 = next(x3, c, d);
    x4 = next(x4, c, d);
    x5 = next(x5, c, d);
    x6 = next(x6, c, d);
    x7 = next(x7, c, d);
    x0 = next(x0, c, d);
    x1 = next(x1, c, d);
    x2 = next(x2, c, d);
    x3 = next(x3, c, d);
    x4 = next(x4, c, d);
    x5 = next(x5, c, d);
    x6 = next(x6, c, d);
    x7 = next(x7, c, d);
    x0 = next(x0, c, d);
    x1 = next(x1, c, d);
    x2 = next(x2, c, d);
    x3 = next(x3, c, d);
    x4 = next(x4, c, d);
    x5 = next(x5, c, d);
    x6 = next(x6, c, d);
    x7 = next(x7, c, d);
  }
  for (var n = 0u; n < ITERATIONS % 4u; n++) {
    x0 = next(x0, c, d);
    x1 = next(x1, c, d);
    x2 = next(x2, c, d);
    x3 = next(x3, c, d);
    x4 = next(x4, c, d);
    x5 = next(x5, c, d);
    x6 = next(x6, c, d);
    x7 = next(x7, c, d);
  }
  // 24 bits, exact in f32; the rest is d and a carry.
  orbits[i + 0u * INVOCATIONS] = f32(x0 & 0xffffffu);
  orbits[i + 1u * INVOCATIONS] = f32(x1 & 0xffffffu);
  orbits[i + 2u * INVOCATIONS] = f32(x2 & 0xffffffu);
  orbits[i + 3u * INVOCATIONS] = f32(x3 & 0xffffffu);
  orbits[i + 4u * INVOCATIONS] = f32(x4 & 0xffffffu);
  orbits[i + 5u * INVOCATIONS] = f32(x5 & 0xffffffu);
  orbits[i + 6u * INVOCATIONS] = f32(x6 & 0xffffffu);
  orbits[i + 7u * INVOCATIONS] = f32(x7 & 0xffffffu);
}
