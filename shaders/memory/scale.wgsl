// out = 3 · in, vec4 by vec4, in the runs of copy.wgsl.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> scaled: array<vec4f, VECTORS>;

// STREAM's.
const SCALAR = 3.0;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < VECTORS) {
    let first = source[i];
    let second = source[i + 256u];
    let third = source[i + 512u];
    let fourth = source[i + 768u];
    scaled[i] = SCALAR * first;
    scaled[i + 256u] = SCALAR * second;
    scaled[i + 512u] = SCALAR * third;
    scaled[i + 768u] = SCALAR * fourth;
    return;
  }
  for (var j = i; j < VECTORS; j += 256u) {
    scaled[j] = SCALAR * source[j];
  }
}
