// Zero-value compression: 32 elements are a mask, with a bit for each that is not nought, and those values without gaps. For each
// mask it is also said where its values begin, so that every invocation finds its own: the bits before its own are counted.
// A workgroup takes 64 blocks of 256 elements; each invocation sums what lies at its own place in them.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> masks: array<u32, MASKS>;
@group(0) @binding(1) var<storage, read> starts: array<u32, MASKS>;
@group(0) @binding(2) var<storage, read> values: array<f32, VALUES>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32, SUMS>;

fn value(block: u32, place: u32) -> f32 {
  let word = block * 8u + place / 32u;
  if (word >= MASKS) {
    return 0.0;
  }
  let mask = masks[word];
  let start = starts[word];
  let bit = 1u << (place % 32u);
  if ((mask & bit) == 0u) {
    return 0.0;
  }
  return values[start + countOneBits(mask & (bit - 1u))];
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) place: u32) {
  let index = group.y * GROUPS_X + group.x;
  if (index * 256u >= SUMS) {
    return;
  }
  var sum = vec4f();
  for (var block = index * 64u; block < index * 64u + 64u; block += 4u) {
    sum += vec4f(value(block, place), value(block + 1u, place), value(block + 2u, place), value(block + 3u, place));
  }
  sums[index * 256u + place] = sum.x + sum.y + sum.z + sum.w;
}
