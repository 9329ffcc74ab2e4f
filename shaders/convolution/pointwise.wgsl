// A 1×1 convolution of stride 1: the product of the weights [out][in] and x [in][pixels], with no patches to gather.
// 16×4 invocations make 64 pixels of 32 channels: each has four pixels, 16 apart, of eight channels.
fn store(image: u32, channel: u32, pixel: u32, sums: vec4f) {
  if (pixel >= OUT_HEIGHT * OUT_WIDTH) {
    return;
  }
  for (var i = 0u; i < 4u && channel + i < OUT_CHANNELS; i++) {
    y[(image * OUT_CHANNELS + channel + i) * OUT_HEIGHT * OUT_WIDTH + pixel] = finished(sums[i], channel + i);
  }
}

@compute @workgroup_size(16, 4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let pixels = OUT_HEIGHT * OUT_WIDTH;
  let pixel = group.x * 64u + local.x;
  let first = id.y * 8u;
  if (pixel >= pixels || first >= OUT_CHANNELS) {
    return;
  }
  // Past the last channel and the last pixel they are read again, for sums that nobody stores.
  let last = OUT_CHANNELS - 1u;
  let filter0 = first * IN_CHANNELS;
  let filter1 = min(first + 1u, last) * IN_CHANNELS;
  let filter2 = min(first + 2u, last) * IN_CHANNELS;
  let filter3 = min(first + 3u, last) * IN_CHANNELS;
  let filter4 = min(first + 4u, last) * IN_CHANNELS;
  let filter5 = min(first + 5u, last) * IN_CHANNELS;
  let filter6 = min(first + 6u, last) * IN_CHANNELS;
  let filter7 = min(first + 7u, last) * IN_CHANNELS;
  var plane_at = id.z * IN_CHANNELS * pixels;
  let pixel1 = min(pixel + 16u, pixels - 1u);
  let pixel2 = min(pixel + 32u, pixels - 1u);
  let pixel3 = min(pixel + 48u, pixels - 1u);
  var low0 = vec4f();
  var low1 = vec4f();
  var low2 = vec4f();
  var low3 = vec4f();
  var high0 = vec4f();
  var high1 = vec4f();
  var high2 = vec4f();
  var high3 = vec4f();
  for (var i = 0u; i < IN_CHANNELS; i++) {
    let low = vec4f(weight[filter0 + i], weight[filter1 + i], weight[filter2 + i], weight[filter3 + i]);
    let high = vec4f(weight[filter4 + i], weight[filter5 + i], weight[filter6 + i], weight[filter7 + i]);
    let value0 = vec4f(x[plane_at + pixel]);
    low0 = fma(value0, low, low0);
    high0 = fma(value0, high, high0);
    let value1 = vec4f(x[plane_at + pixel1]);
    low1 = fma(value1, low, low1);
    high1 = fma(value1, high, high1);
    let value2 = vec4f(x[plane_at + pixel2]);
    low2 = fma(value2, low, low2);
    high2 = fma(value2, high, high2);
    let value3 = vec4f(x[plane_at + pixel3]);
    low3 = fma(value3, low, low3);
    high3 = fma(value3, high, high3);
    plane_at += pixels;
  }
  store(id.z, first, pixel, low0);
  store(id.z, first + 4u, pixel, high0);
  store(id.z, first, pixel + 16u, low1);
  store(id.z, first + 4u, pixel + 16u, high1);
  store(id.z, first, pixel + 32u, low2);
  store(id.z, first + 4u, pixel + 32u, high2);
  store(id.z, first, pixel + 48u, low3);
  store(id.z, first + 4u, pixel + 48u, high3);
}
