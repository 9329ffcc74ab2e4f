// x = fma(x, x, c) as in fma.wgsl, in CHAINS chains of one f32: an invocation with one chain waits for each result before it
// can go on, one with more fills the wait. CHAINS picks the code before it is compiled, so that the loop which runs holds
// that many chains and no more. The components of a vector are chains that do not wait for one another.
override CHAINS: u32;
override GROUPS_X: u32;
override ITERATIONS: u32;

@group(0) @binding(0) var<storage, read> seeds: array<f32, INVOCATIONS>;
@group(0) @binding(1) var<storage, read_write> orbits: array<f32, ORBITS>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 256u + lane;
  if (i >= INVOCATIONS) {
    return;
  }
  let first = seeds[i] * 0.125;
  let c = first - 1.0;
  let c2 = vec2f(c);
  let c3 = vec3f(c);
  let c4 = vec4f(c);
  // Chains start apart, at eighths of the first.
  var x = first * vec4f(1.0, 0.875, 0.75, 0.625);
  var y = first * vec4f(0.5, 0.375, 0.25, 0.125);
  switch (CHAINS) {
    case 1u: {
      var p = x.x;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c);
        p = fma(p, p, c);
        p = fma(p, p, c);
        p = fma(p, p, c);
        p = fma(p, p, c);
        p = fma(p, p, c);
        p = fma(p, p, c);
        p = fma(p, p, c);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c);
      }
      x = vec4f(p, 0.0, 0.0, 0.0);
    }
    case 2u: {
      var p = x.xy;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c2);
        p = fma(p, p, c2);
        p = fma(p, p, c2);
        p = fma(p, p, c2);
        p = fma(p, p, c2);
        p = fma(p, p, c2);
        p = fma(p, p, c2);
        p = fma(p, p, c2);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c2);
      }
      x = vec4f(p, 0.0, 0.0);
    }
    case 3u: {
      var p = x.xyz;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c3);
        p = fma(p, p, c3);
        p = fma(p, p, c3);
        p = fma(p, p, c3);
        p = fma(p, p, c3);
        p = fma(p, p, c3);
        p = fma(p, p, c3);
        p = fma(p, p, c3);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c3);
      }
      x = vec4f(p, 0.0);
    }
    case 4u: {
      var p = x;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c4);
        p = fma(p, p, c4);
        p = fma(p, p, c4);
        p = fma(p, p, c4);
        p = fma(p, p, c4);
        p = fma(p, p, c4);
        p = fma(p, p, c4);
        p = fma(p, p, c4);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c4);
      }
      x = p;
    }
    case 5u: {
      var p = x;
      var q = y.x;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
        p = fma(p, p, c4);
        q = fma(q, q, c);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c);
      }
      x = p;
      y = vec4f(q, 0.0, 0.0, 0.0);
    }
    case 6u: {
      var p = x;
      var q = y.xy;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
        p = fma(p, p, c4);
        q = fma(q, q, c2);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c2);
      }
      x = p;
      y = vec4f(q, 0.0, 0.0);
    }
    case 7u: {
      var p = x;
      var q = y.xyz;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
        p = fma(p, p, c4);
        q = fma(q, q, c3);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c3);
      }
      x = p;
      y = vec4f(q, 0.0);
    }
    default: {
      var p = x;
      var q = y;
      for (var n = 0u; n < ITERATIONS / 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
        p = fma(p, p, c4);
        q = fma(q, q, c4);
      }
      for (var n = 0u; n < ITERATIONS % 8u; n++) {
        p = fma(p, p, c4);
        q = fma(q, q, c4);
      }
      x = p;
      y = q;
    }
  }
  for (var chain = 0u; chain < min(CHAINS, 4u); chain++) {
    orbits[chain * INVOCATIONS + i] = x[chain];
  }
  for (var chain = 4u; chain < CHAINS; chain++) {
    orbits[chain * INVOCATIONS + i] = y[chain - 4u];
  }
}
