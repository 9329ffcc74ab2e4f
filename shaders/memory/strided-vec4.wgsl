// Reads every vec4 once, adjacent invocations STRIDE vec4s apart, in the order of strided.wgsl. Each invocation writes the sum of
// its 16.
override GROUPS_X: u32;
override STRIDE: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

// Steps of one sweep; the last of some sweeps falls beyond the end.
override SWEEP = (VECTORS + STRIDE - 1u) / STRIDE;

fn vector(index: u32) -> vec4f {
  let sweep = index / SWEEP;
  let address = (index - sweep * SWEEP) * STRIDE + sweep;
  if (sweep >= STRIDE || address >= VECTORS) {
    return vec4f();
  }
  return source[address];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let block = group.y * GROUPS_X + group.x;
  if (block * 256u >= SUMS) {
    return;
  }
  let i = block * 4096u + lane;
  var sum = vec4f();
  // Eight loads on their way at a time.
  for (var j = i; j < i + 4096u; j += 2048u) {
    let s0 = vector(j);
    let s1 = vector(j + 256u);
    let s2 = vector(j + 512u);
    let s3 = vector(j + 768u);
    let s4 = vector(j + 1024u);
    let s5 = vector(j + 1280u);
    let s6 = vector(j + 1536u);
    let s7 = vector(j + 1792u);
    sum += ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
  sums[block * 256u + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}
