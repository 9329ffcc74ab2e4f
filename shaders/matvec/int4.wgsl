// matvec/int8 with whole numbers of 4 bits, eight to a word: an eighth of the bytes, and the scales.
override ROWS: u32;
override COLUMNS: u32;
// Columns that share a scale.
override GROUP: u32;
override SCALE_WORDS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> weight: array<u32, WEIGHT_LENGTH>;
@group(0) @binding(1) var<storage, read> scales: array<u32, SCALES_LENGTH>;
@group(0) @binding(2) var<storage, read> x: array<vec4f, X_LENGTH>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, Y_LENGTH>;

// The scale of the group that a column is in: f16, two to a word, each row's from a word of its own.
fn scale_of(row: u32, column: u32) -> f32 {
  let group = column / GROUP;
  let pair = unpack2x16float(scales[row * SCALE_WORDS + group / 2u]);
  return select(pair.x, pair.y, group % 2u == 1u);
}

// Four numbers of a half of a word, sign and all: each goes to the top of a word and comes down with copies of its sign.
fn low(word: u32) -> vec4f {
  return vec4f(bitcast<vec4i>(vec4u(word) << vec4u(28u, 24u, 20u, 16u)) >> vec4u(28u));
}

fn high(word: u32) -> vec4f {
  return vec4f(bitcast<vec4i>(vec4u(word) << vec4u(12u, 8u, 4u, 0u)) >> vec4u(28u));
}

fn product(word: u32, left: vec4f, right: vec4f) -> f32 {
  return dot(low(word), left) + dot(high(word), right);
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.y * GROUPS_X + group.x) * 4u;
  // Past the last row it is read again, for sums that nobody stores.
  let rows = min(first + vec4u(0u, 1u, 2u, 3u), vec4u(ROWS - 1u));
  let words = (COLUMNS + 7u) / 8u;
  let at = rows * words;
  var sums = vec4f();
  for (var i = lane; i < words; i += 32u) {
    let left = x[2u * i];
    let right = x[2u * i + 1u];
    let products = vec4f(
      product(weight[at.x + i], left, right),
      product(weight[at.y + i], left, right),
      product(weight[at.z + i], left, right),
      product(weight[at.w + i], left, right),
    );
    let column = 8u * i;
    let factors =
      vec4f(scale_of(rows.x, column), scale_of(rows.y, column), scale_of(rows.z, column), scale_of(rows.w, column));
    sums = fma(products, factors, sums);
  }
  store_rows(first, lane, sums);
}
