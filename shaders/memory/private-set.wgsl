// A working set of each workgroup's own, read again and again from start to end in runs of 2,048 vec4 (32 KiB), one a round: the
// order that a cache of the oldest-out kind forgives least, so that the bandwidth falls where sets no longer fit. The next
// run depends on numbers from a buffer: no load can be taken out of the loop, and one program serves every size. The last run
// ends at the set's end and may overlap the one before; a set smaller than a run is read from its start again.
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
// vec4s of one set, and rounds.
@group(0) @binding(1) var<storage, read> parameters: array<u32, 2>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

const RUN = 2048u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let vectors = parameters[0];
  let rounds = parameters[1];
  let runs = (vectors + RUN - 1u) / RUN;
  let last = max(vectors, RUN) - RUN;
  // Inside a run; the remainder matters to a small set only, and is out of the loop.
  let i0 = lane % vectors;
  let i1 = (lane + 256u) % vectors;
  let i2 = (lane + 512u) % vectors;
  let i3 = (lane + 768u) % vectors;
  let i4 = (lane + 1024u) % vectors;
  let i5 = (lane + 1280u) % vectors;
  let i6 = (lane + 1536u) % vectors;
  let i7 = (lane + 1792u) % vectors;
  let first = group.x * vectors;
  var run = 0u;
  var sum0 = vec4f();
  var sum1 = vec4f();
  for (var round = 0u; round < rounds; round++) {
    let at = first + min(run * RUN, last);
    // Eight loads on their way at a time.
    let s0 = source[at + i0];
    let s1 = source[at + i1];
    let s2 = source[at + i2];
    let s3 = source[at + i3];
    let s4 = source[at + i4];
    let s5 = source[at + i5];
    let s6 = source[at + i6];
    let s7 = source[at + i7];
    sum0 += (s0 + s1) + (s2 + s3);
    sum1 += (s4 + s5) + (s6 + s7);
    run = select(run + 1u, 0u, run + 1u == runs);
  }
  let sum = sum0 + sum1;
  sums[group.x * 256u + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}
