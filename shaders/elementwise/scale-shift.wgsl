// y = activation(x · scale + shift), a scale and a shift for each channel of batch × channels × inner.
override CHANNELS: u32;
override INNER: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read> scale: array<f32, SCALE_LENGTH>;
@group(0) @binding(2) var<storage, read> shift: array<f32, SHIFT_LENGTH>;
@group(0) @binding(3) var<storage, read_write> y: array<f32, Y_LENGTH>;

fn value(i: u32) -> f32 {
  let channel = i / INNER % CHANNELS;
  return activate(fma(x[i], scale[channel], shift[channel]));
}
