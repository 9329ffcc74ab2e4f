// Reads the runs of read.wgsl, 64 KiB a workgroup, an element at a time in place of a vec4: each invocation writes the sum of 64.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> source: array<f32, ELEMENTS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

const RUNS = (ELEMENTS + 16383) / 16384;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let run = group.y * GROUPS_X + group.x;
  if (run * 256u >= SUMS) {
    return;
  }
  let i = (run % RUNS) * 16384u + lane;
  var sum = 0.0;
  if (i + 16128u < ELEMENTS) {
    // Eight loads on their way at a time.
    for (var j = i; j < i + 16384u; j += 2048u) {
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
    for (var j = i; j < min(i + 16384u, ELEMENTS); j += 256u) {
      sum += source[j];
    }
  }
  sums[run * 256u + lane] = sum;
}
