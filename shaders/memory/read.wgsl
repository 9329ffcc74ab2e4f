// Reads runs of 4,096 vec4 (64 KiB), one a workgroup; each invocation writes the sum of its sixteen, one f32 for 64, which
// nothing can leave out. With more workgroups than runs the buffer is read several times over, which shows a cache's bandwidth.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

const RUNS = (VECTORS + 4095) / 4096;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let run = group.y * GROUPS_X + group.x;
  if (run * 256u >= SUMS) {
    return;
  }
  let i = (run % RUNS) * 4096u + lane;
  var sum = vec4f();
  if (i + 3840u < VECTORS) {
    // Eight loads on their way at a time.
    for (var j = i; j < i + 4096u; j += 2048u) {
      let s0 = source[j];
      let s1 = source[j + 256u];
      let s2 = source[j + 512u];
      let s3 = source[j + 768u];
      let s4 = source[j + 1024u];
      let s5 = source[j + 1280u];
      let s6 = source[j + 1536u];
      let s7 = source[j + 1792u];
      sum += ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
  } else {
    for (var j = i; j < min(i + 4096u, VECTORS); j += 256u) {
      sum += source[j];
    }
  }
  sums[run * 256u + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}
