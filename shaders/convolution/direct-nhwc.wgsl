// A convolution as it is defined, channels last: x and y are [height][width][channel], weights [height][width][in][out].
// Neighbouring invocations make neighbouring channels, and so read neighbouring weights; each makes four pixels of its channel
// with the same reads of them.
fn value(at: vec2u, image: u32, channel: u32, wanted: bool) -> f32 {
  if (wanted && inside(at)) {
    return x[((image * IN_HEIGHT + at.x) * IN_WIDTH + at.y) * IN_CHANNELS + channel];
  }
  return 0.0;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  if (channel >= OUT_CHANNELS) {
    return;
  }
  let pixels = OUT_HEIGHT * OUT_WIDTH;
  let pixel = id.y * 4u;
  let start0 = window(pixel);
  let start1 = window(pixel + 1u);
  let start2 = window(pixel + 2u);
  let start3 = window(pixel + 3u);
  let wanted1 = pixel + 1u < pixels;
  let wanted2 = pixel + 2u < pixels;
  let wanted3 = pixel + 3u < pixels;
  var sums = vec4f();
  var filter_at = channel;
  for (var row = 0u; row < KERNEL_HEIGHT; row++) {
    for (var column = 0u; column < KERNEL_WIDTH; column++) {
      let tap = vec2u(row * DILATION_HEIGHT, column * DILATION_WIDTH);
      for (var i = 0u; i < IN_CHANNELS; i++) {
        let values = vec4f(
          value(start0 + tap, id.z, i, true),
          value(start1 + tap, id.z, i, wanted1),
          value(start2 + tap, id.z, i, wanted2),
          value(start3 + tap, id.z, i, wanted3),
        );
        sums = fma(values, vec4f(weight[filter_at]), sums);
        filter_at += OUT_CHANNELS;
      }
    }
  }
  for (var i = 0u; i < 4u && pixel + i < pixels; i++) {
    y[(id.z * pixels + pixel + i) * OUT_CHANNELS + channel] = finished(sums[i], channel);
  }
}
