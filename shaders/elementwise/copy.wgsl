// y, dense and of N0 × N1 × N2 × N3 × N4, from a view of x that starts at OFFSET and moves S_k for a step along axis k:
// a transpose, a slice, a section, or a repetition (a step of 0).
override OFFSET: u32;
override N1: u32;
override N2: u32;
override N3: u32;
override N4: u32;
override S0: u32;
override S1: u32;
override S2: u32;
override S3: u32;
override S4: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn value(i: u32) -> f32 {
  let i4 = i % N4;
  let i3 = i / N4 % N3;
  let i2 = i / (N4 * N3) % N2;
  let i1 = i / (N4 * N3 * N2) % N1;
  let i0 = i / (N4 * N3 * N2 * N1);
  return x[OFFSET + i0 * S0 + i1 * S1 + i2 * S2 + i3 * S3 + i4 * S4];
}
