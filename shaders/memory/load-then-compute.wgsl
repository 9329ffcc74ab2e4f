// Runs of 4,096 vec4 (64 KiB), one a workgroup: load, compute, and only then load again. The next address waits for what was
// computed, so that neither a compiler nor the hardware can load ahead; what overlaps is what other invocations do meanwhile.
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
  for (var i = run * 4096u + lane; i < end;) {
    sum += work(source[i]);
    // A NaN that no arithmetic makes.
    i += select(256u, 512u, any(bitcast<vec4u>(sum) == vec4u(0x7f80dead)));
  }
  sums[run * 256u + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}
