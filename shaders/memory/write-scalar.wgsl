// Writes the numbers of write.wgsl, an element at a time in place of a vec4.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read_write> written: array<f32, ELEMENTS>;

fn value(index: u32) -> f32 {
  return f32((index * 2654435761u) >> 8u) * 0x1p-24;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < ELEMENTS) {
    written[i] = value(i);
    written[i + 256u] = value(i + 256u);
    written[i + 512u] = value(i + 512u);
    written[i + 768u] = value(i + 768u);
    return;
  }
  for (var j = i; j < ELEMENTS; j += 256u) {
    written[j] = value(j);
  }
}
