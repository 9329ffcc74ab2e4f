// A convolution in which each output channel sees one input channel: weights are [out][height][width], and output channel c reads
// input channel c · in / out. 16×4 invocations make 64 pixels of four channels: each has four pixels, 16 apart, which share the
// reads of the weights. So little arithmetic on each byte that memory sets the pace.
fn value(at: vec2u, plane: u32, wanted: bool) -> f32 {
  if (wanted && inside(at)) {
    return x[plane + at.x * IN_WIDTH + at.y];
  }
  return 0.0;
}

@compute @workgroup_size(16, 4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let pixels = OUT_HEIGHT * OUT_WIDTH;
  let pixel = group.x * 64u + local.x;
  let channel = id.y;
  if (pixel >= pixels || channel >= OUT_CHANNELS) {
    return;
  }
  let plane = (id.z * IN_CHANNELS + channel / (OUT_CHANNELS / IN_CHANNELS)) * IN_HEIGHT * IN_WIDTH;
  let start0 = window(pixel);
  let start1 = window(pixel + 16u);
  let start2 = window(pixel + 32u);
  let start3 = window(pixel + 48u);
  let wanted1 = pixel + 16u < pixels;
  let wanted2 = pixel + 32u < pixels;
  let wanted3 = pixel + 48u < pixels;
  var sums = vec4f();
  var filter_at = channel * KERNEL_HEIGHT * KERNEL_WIDTH;
  for (var row = 0u; row < KERNEL_HEIGHT; row++) {
    for (var column = 0u; column < KERNEL_WIDTH; column++) {
      let tap = vec2u(row * DILATION_HEIGHT, column * DILATION_WIDTH);
      let values = vec4f(
        value(start0 + tap, plane, true),
        value(start1 + tap, plane, wanted1),
        value(start2 + tap, plane, wanted2),
        value(start3 + tap, plane, wanted3),
      );
      sums = fma(values, vec4f(weight[filter_at]), sums);
      filter_at++;
    }
  }
  for (var i = 0u; i < 4u && pixel + 16u * i < pixels; i++) {
    y[(id.z * OUT_CHANNELS + channel) * pixels + pixel + 16u * i] = finished(sums[i], channel);
  }
}
