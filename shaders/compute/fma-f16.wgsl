// fma.wgsl in f16: the same orbits, seeds that f16 holds exactly, and results written as f32. Two f16 share a register on
// most GPUs that have them, which is why four chains are vectors.
enable f16;

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
  var x0 = vec4h(seeds[i]) * 0.125h;
  let c = x0 - 1.0h;
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
  orbits[i] = vec4f(x0);
  orbits[i + INVOCATIONS] = vec4f(x1);
  orbits[i + 2u * INVOCATIONS] = vec4f(x2);
  orbits[i + 3u * INVOCATIONS] = vec4f(x3);
}
