// y = activation(a + b), or of a · b where MULTIPLY is 1. The output has four axes of N0 × N1 × N2 × N3; a step along
// axis k moves A_k in a and B_k in b, 0 where the operand is broadcast along it.
override MULTIPLY: u32;
override N1: u32;
override N2: u32;
override N3: u32;
override A0: u32;
override A1: u32;
override A2: u32;
override A3: u32;
override B0: u32;
override B1: u32;
override B2: u32;
override B3: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, A_LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, B_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn value(i: u32) -> f32 {
  let i3 = i % N3;
  let i2 = i / N3 % N2;
  let i1 = i / (N3 * N2) % N1;
  let i0 = i / (N3 * N2 * N1);
  let left = a[i0 * A0 + i1 * A1 + i2 * A2 + i3 * A3];
  let right = b[i0 * B0 + i1 * B1 + i2 * B2 + i3 * B3];
  return activate(select(left + right, left * right, MULTIPLY == 1u));
}
