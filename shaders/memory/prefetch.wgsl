// Runs of 4,096 vec4 (64 KiB), one a workgroup: the next load is on its way while what came last is computed with. Two
// registers take turns: a double buffer.
override GROUPS_X: u32;
override STEPS: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

// A quadratic has no shorter form, and stays between −1 and 1 where it begins there.
fn work(loaded: vec4f) -> vec4f {
  var value = loaded;
  for (var i = 0u; i < STEPS; i++) {
    value = fma(value, value, vec4f(-0.2));
  }
  return loaded + value;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let run = group.y * GROUPS_X + group.x;
  if (run * 256u >= SUMS) {
    return;
  }
  let end = min(run * 4096u + 4096u, VECTORS);
  var sum = vec4f();
  var i = run * 4096u + lane;
  if (i < end) {
    var next = source[i];
    for (i += 256u; i < end; i += 256u) {
      let loaded = next;
      next = source[i];
      sum += work(loaded);
    }
    sum += work(next);
  }
  sums[run * 256u + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}
