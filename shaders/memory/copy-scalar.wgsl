// out = in as copy.wgsl does it, an element at a time in place of a vec4: a workgroup copies one run of 1,024 f32 (4 KiB).
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> source: array<f32, ELEMENTS>;
@group(0) @binding(1) var<storage, read_write> copied: array<f32, ELEMENTS>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < ELEMENTS) {
    let first = source[i];
    let second = source[i + 256u];
    let third = source[i + 512u];
    let fourth = source[i + 768u];
    copied[i] = first;
    copied[i + 256u] = second;
    copied[i + 512u] = third;
    copied[i + 768u] = fourth;
    return;
  }
  for (var j = i; j < ELEMENTS; j += 256u) {
    copied[j] = source[j];
  }
}
