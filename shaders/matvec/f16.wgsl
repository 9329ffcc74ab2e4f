// matvec/f32 on weights of half the width, two to a word. Unpacking needs no feature: unpack2x16float is in WGSL itself, and sums are
// f32. Rows start on whole words.
override ROWS: u32;
override COLUMNS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> weight: array<u32, WEIGHT_LENGTH>;
@group(0) @binding(1) var<storage, read> x: array<vec2f, X_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.y * GROUPS_X + group.x) * 4u;
  // Past the last row it is read again, for sums that nobody stores.
  let rows = min(first + vec4u(0u, 1u, 2u, 3u), vec4u(ROWS - 1u));
  let words = (COLUMNS + 1u) / 2u;
  let at = rows * words;
  var sums = vec4f();
  for (var i = lane; i < words; i += 32u) {
    let a = unpack2x16float(weight[at.x + i]);
    let b = unpack2x16float(weight[at.y + i]);
    let c = unpack2x16float(weight[at.z + i]);
    let d = unpack2x16float(weight[at.w + i]);
    let parts_of_x = x[i];
    sums = fma(vec4f(a.x, b.x, c.x, d.x), vec4f(parts_of_x.x), sums);
    sums = fma(vec4f(a.y, b.y, c.y, d.y), vec4f(parts_of_x.y), sums);
  }
  store_rows(first, lane, sums);
}
