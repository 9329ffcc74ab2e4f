// Appended to the programs of this folder: the shape of a convolution, its tensors, and what follows its sums.
override IN_CHANNELS: u32;
override IN_HEIGHT: u32;
override IN_WIDTH: u32;
override OUT_CHANNELS: u32;
override OUT_HEIGHT: u32;
override OUT_WIDTH: u32;
override KERNEL_HEIGHT: u32;
override KERNEL_WIDTH: u32;
override STRIDE_HEIGHT: u32;
override STRIDE_WIDTH: u32;
override DILATION_HEIGHT: u32;
override DILATION_WIDTH: u32;
override PAD_TOP: u32;
override PAD_LEFT: u32;
override GROUPS: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read> weight: array<f32, WEIGHT_LENGTH>;
@group(0) @binding(2) var<storage, read> scale: array<f32, CHANNELS>;
@group(0) @binding(3) var<storage, read> shift: array<f32, CHANNELS>;
@group(0) @binding(4) var<storage, read_write> y: array<f32, Y_LENGTH>;

// Where a window begins for an output pixel. What lies before the input wraps round to far behind it.
fn window(pixel: u32) -> vec2u {
  return vec2u(pixel / OUT_WIDTH * STRIDE_HEIGHT - PAD_TOP, pixel % OUT_WIDTH * STRIDE_WIDTH - PAD_LEFT);
}

fn inside(at: vec2u) -> bool {
  return at.x < IN_HEIGHT && at.y < IN_WIDTH;
}

fn finished(sum: f32, channel: u32) -> f32 {
  return activate(fma(sum, scale[channel], shift[channel]));
}
