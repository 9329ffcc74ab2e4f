// Reads every element once, at MULTIPLIER · index + OFFSET modulo the number of elements, a power of two. The multiplier is odd, so
// that no address occurs twice, and makes neighbours lie far apart. Each invocation writes the sum of its 32.
override GROUPS_X: u32;
override MULTIPLIER: u32;
override OFFSET: u32;

@group(0) @binding(0) var<storage, read> source: array<f32, ELEMENTS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

fn element(index: u32) -> f32 {
  return source[(index * MULTIPLIER + OFFSET) & (ELEMENTS - 1u)];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let block = group.y * GROUPS_X + group.x;
  if (block * 256u >= SUMS) {
    return;
  }
  let i = block * 8192u + lane;
  var sum = 0.0;
  // A power of two is less than one workgroup's elements or a whole number of times as many.
  if (i + 7936u < ELEMENTS) {
    // Eight loads on their way at a time.
    for (var j = i; j < i + 8192u; j += 2048u) {
      let s0 = element(j);
      let s1 = element(j + 256u);
      let s2 = element(j + 512u);
      let s3 = element(j + 768u);
      let s4 = element(j + 1024u);
      let s5 = element(j + 1280u);
      let s6 = element(j + 1536u);
      let s7 = element(j + 1792u);
      sum += ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
  } else {
    for (var j = i; j < ELEMENTS; j += 256u) {
      sum += element(j);
    }
  }
  sums[block * 256u + lane] = sum;
}
