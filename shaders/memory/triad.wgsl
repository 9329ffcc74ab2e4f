// out = b + 3 · c, vec4 by vec4, in the runs of copy.wgsl; eight loads are on their way at a time.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> b: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read> c: array<vec4f, VECTORS>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4f, VECTORS>;

// STREAM's.
const SCALAR = 3.0;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < VECTORS) {
    let b0 = b[i];
    let b1 = b[i + 256u];
    let b2 = b[i + 512u];
    let b3 = b[i + 768u];
    let c0 = c[i];
    let c1 = c[i + 256u];
    let c2 = c[i + 512u];
    let c3 = c[i + 768u];
    sums[i] = b0 + SCALAR * c0;
    sums[i + 256u] = b1 + SCALAR * c1;
    sums[i + 512u] = b2 + SCALAR * c2;
    sums[i + 768u] = b3 + SCALAR * c3;
    return;
  }
  for (var j = i; j < VECTORS; j += 256u) {
    sums[j] = b[j] + SCALAR * c[j];
  }
}
