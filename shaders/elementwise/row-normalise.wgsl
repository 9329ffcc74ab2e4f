// The last of three kernels of a layer norm: rows normalised by a mean and a variance that other kernels wrote.
override COLUMNS: u32;
override EPSILON: f32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read> mean: array<f32, MEAN_LENGTH>;
@group(0) @binding(2) var<storage, read> variance: array<f32, VARIANCE_LENGTH>;
@group(0) @binding(3) var<storage, read> scale: array<f32, SCALE_LENGTH>;
@group(0) @binding(4) var<storage, read> shift: array<f32, SHIFT_LENGTH>;
@group(0) @binding(5) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn value(i: u32) -> f32 {
  let row = i / COLUMNS;
  let column = i % COLUMNS;
  let normal = (x[i] - mean[row]) * inverseSqrt(variance[row] + EPSILON);
  return fma(normal, scale[column], shift[column]);
}
