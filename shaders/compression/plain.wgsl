// What the other programs of this folder read compressed, read as it is. A workgroup takes 64 blocks of 256 elements; each
// invocation sums what lies at its own place in them.
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> values: array<f32, ELEMENTS>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

fn value(block: u32, place: u32) -> f32 {
  if (block * 256u < ELEMENTS) {
    return values[block * 256u + place];
  }
  return 0.0;
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
