// y = W·x where of each four neighbouring weights two are kept, with two bits each that say which (2:4 structured sparsity: Mishra et
// al. 2021): half the products, and known beforehand how many. Rows start on whole words.
override ROWS: u32;
override COLUMNS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> values: array<vec2f, VALUES_LENGTH>;
// Four bits for each four columns, those of eight to a word.
@group(0) @binding(1) var<storage, read> indices: array<u32, INDICES_LENGTH>;
@group(0) @binding(2) var<storage, read> x: array<vec4f, X_LENGTH>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn product(row: u32, quads: u32, quad: u32, right: vec4f) -> f32 {
  let kept = values[row * quads + quad];
  let places = indices[row * ((quads + 7u) / 8u) + quad / 8u] >> (4u * (quad % 8u));
  return fma(kept.x, right[places & 3u], kept.y * right[(places >> 2u) & 3u]);
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.y * GROUPS_X + group.x) * 4u;
  // Past the last row it is read again, for sums that nobody stores.
  let rows = min(first + vec4u(0u, 1u, 2u, 3u), vec4u(ROWS - 1u));
  let quads = (COLUMNS + 3u) / 4u;
  var sums = vec4f();
  for (var i = lane; i < quads; i += 32u) {
    let right = x[i];
    sums += vec4f(
      product(rows.x, quads, i, right),
      product(rows.y, quads, i, right),
      product(rows.z, quads, i, right),
      product(rows.w, quads, i, right),
    );
  }
  store_rows(first, lane, sums);
}
