// Each row of y is a row of a and then one of b; an operand with fewer rows starts again from its first.
override FIRST_OUTER: u32;
override FIRST_INNER: u32;
override SECOND_OUTER: u32;
override SECOND_INNER: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn value(i: u32) -> f32 {
  let row = i / (FIRST_INNER + SECOND_INNER);
  let column = i % (FIRST_INNER + SECOND_INNER);
  if (column < FIRST_INNER) {
    return a[row % FIRST_OUTER * FIRST_INNER + column];
  }
  return b[row % SECOND_OUTER * SECOND_INNER + column - FIRST_INNER];
}
