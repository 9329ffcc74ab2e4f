// Reads the runs of read.wgsl, 64 KiB each, split among as many workgroups as were dispatched: a workgroup takes every so many'th.
// The output is one sum for each invocation and run, whoever read it, and one program serves every number of workgroups.
@group(0) @binding(0) var<storage, read> source: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var run = group.x; run * 256u < SUMS; run += groups.x) {
    let i = run * 4096u + lane;
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
}
