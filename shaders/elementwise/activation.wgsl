// y = activation(x), element by element.
@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn value(i: u32) -> f32 {
  return activate(x[i]);
}
