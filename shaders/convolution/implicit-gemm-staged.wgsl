// The implicit matrix product with its operands staged in workgroup memory: 16×16 invocations make 64 pixels of 64 channels, 4×4
// outputs each, 16 apart, in steps of 16 along the filter. Patches are gathered on their way to workgroup memory, neighbouring
// invocations from neighbouring pixels, and never written anywhere else.

// 16 steps of 64 pixels.
var<workgroup> patches: array<f32, 1024>;
// 16 steps of 64 channels; a 65th keeps what is written together in different banks.
var<workgroup> filters: array<f32, 1040>;

fn gathered(step: u32, start: vec2u, image: u32, wanted: bool) -> f32 {
  let tap = step % (KERNEL_HEIGHT * KERNEL_WIDTH);
  let at = start + vec2u(tap / KERNEL_WIDTH * DILATION_HEIGHT, tap % KERNEL_WIDTH * DILATION_WIDTH);
  let channel = step / (KERNEL_HEIGHT * KERNEL_WIDTH);
  if (wanted && channel < IN_CHANNELS && inside(at)) {
    return x[((image * IN_CHANNELS + channel) * IN_HEIGHT + at.x) * IN_WIDTH + at.y];
  }
  return 0.0;
}

fn store(image: u32, channel: u32, first: u32, sums: vec4f) {
  if (channel >= OUT_CHANNELS) {
    return;
  }
  let pixels = OUT_HEIGHT * OUT_WIDTH;
  for (var i = 0u; i < 4u && first + 16u * i < pixels; i++) {
    y[(image * OUT_CHANNELS + channel) * pixels + first + 16u * i] = finished(sums[i], channel);
  }
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let filter_length = IN_CHANNELS * KERNEL_HEIGHT * KERNEL_WIDTH;
  let pixel = group.x * 64u + lane % 64u;
  let start = window(pixel);
  let wanted = pixel < OUT_HEIGHT * OUT_WIDTH;
  let first_channel = group.y * 64u;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var first = 0u; first < filter_length; first += 16u) {
    for (var i = 0u; i < 4u; i++) {
      patches[lane + 256u * i] = gathered(first + lane / 64u + 4u * i, start, group.z, wanted);
      let step = lane % 16u;
      let line = lane / 16u + 16u * i;
      var loaded = 0.0;
      if (first_channel + line < OUT_CHANNELS && first + step < filter_length) {
        loaded = weight[(first_channel + line) * filter_length + first + step];
      }
      filters[step * 65u + line] = loaded;
    }
    workgroupBarrier();
    for (var step = 0u; step < 16u; step++) {
      let at = step * 64u + local.x;
      let values = vec4f(patches[at], patches[at + 16u], patches[at + 32u], patches[at + 48u]);
      let line = step * 65u + local.y;
      sum0 = fma(values, vec4f(filters[line]), sum0);
      sum1 = fma(values, vec4f(filters[line + 16u]), sum1);
      sum2 = fma(values, vec4f(filters[line + 32u]), sum2);
      sum3 = fma(values, vec4f(filters[line + 48u]), sum3);
    }
    workgroupBarrier();
  }
  let channel = first_channel + local.y;
  let first_pixel = group.x * 64u + local.x;
  store(group.z, channel, first_pixel, sum0);
  store(group.z, channel + 16u, first_pixel, sum1);
  store(group.z, channel + 32u, first_pixel, sum2);
  store(group.z, channel + 48u, first_pixel, sum3);
}
