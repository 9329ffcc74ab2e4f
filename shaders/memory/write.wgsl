// Writes numbers made from their index: 24 scrambled bits (Knuth's multiplicative hash), exact in f32, so that the CPU
// can check every one and no hardware can compress them.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read_write> written: array<vec4f, VECTORS>;

fn value(vector: u32) -> vec4f {
  let index = vec4u(4u * vector) + vec4u(0u, 1u, 2u, 3u);
  return vec4f((index * 2654435761u) >> vec4u(8u)) * 0x1p-24;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < VECTORS) {
    written[i] = value(i);
    written[i + 256u] = value(i + 256u);
    written[i + 512u] = value(i + 512u);
    written[i + 768u] = value(i + 768u);
    return;
  }
  for (var j = i; j < VECTORS; j += 256u) {
    written[j] = value(j);
  }
}
