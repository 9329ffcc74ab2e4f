// The operands of products whose B may lie transposed. Where rows start on whole vec4s, four by four elements come in four loads.
override M: u32;
override N: u32;
override K: u32;
// 1 where B is N×K.
override TRANSPOSED: u32;

@group(0) @binding(0) var<storage, read> a: array<vec4f, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<vec4f, B_LENGTH>;

fn at_a(i: u32) -> f32 {
  return a[i / 4u][i % 4u];
}

fn at_b(i: u32) -> f32 {
  return b[i / 4u][i % 4u];
}

// The place of the element in row `k` and column `column` of B. Past the last column it is read again, for sums that nobody stores.
fn place_b(first: u32, k: u32, column: u32) -> u32 {
  let inside = min(column, N - 1u);
  return first + select(k * N + inside, inside * K + k, TRANSPOSED == 1u);
}

// Four columns of row k.
fn load_row(first: u32, k: u32, column: u32) -> vec4f {
  if (TRANSPOSED == 0u && N % 4u == 0u) {
    return b[(first + k * N + column) / 4u];
  }
  return vec4f(
    at_b(place_b(first, k, column)),
    at_b(place_b(first, k, column + 1u)),
    at_b(place_b(first, k, column + 2u)),
    at_b(place_b(first, k, column + 3u)),
  );
}

// Four columns of four rows, where rows of A start on whole vec4s.
fn load_rows(first: u32, k: u32, column: u32) -> mat4x4f {
  if (TRANSPOSED == 1u) {
    return transpose(mat4x4f(
      b[place_b(first, k, column) / 4u],
      b[place_b(first, k, column + 1u) / 4u],
      b[place_b(first, k, column + 2u) / 4u],
      b[place_b(first, k, column + 3u) / 4u],
    ));
  }
  return mat4x4f(
    load_row(first, k, column),
    load_row(first, k + 1u, column),
    load_row(first, k + 2u, column),
    load_row(first, k + 3u, column),
  );
}
