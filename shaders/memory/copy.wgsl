// out = in, vec4 by vec4. A workgroup copies one run of 1,024 vec4 (16 KiB), each invocation four of them, 256 apart,
// so that every instruction of a subgroup covers one run of addresses and four loads are on their way at a time.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> copied: array<vec4f, VECTORS>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < VECTORS) {
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
  for (var j = i; j < VECTORS; j += 256u) {
    copied[j] = source[j];
  }
}
