// A convolution in one group as the product of its weights [out][in · height · width] and the matrix of its patches
// [in · height · width][pixels], which is never written: its elements are gathered from x on their way to registers.
// 16×4 invocations make 64 pixels of 32 channels: each has four pixels, 16 apart, of eight channels, so that a patch's element
// serves eight products and a weight four. The steps of the product run tap by tap: where a tap of a pixel lies in x is worked
// out once for all channels.
struct Pixel {
  at: u32,
  inside: bool,
}

fn locate(start: vec2u, tap: vec2u, image: u32, wanted: bool) -> Pixel {
  let at = start + tap;
  return Pixel(image + at.x * IN_WIDTH + at.y, wanted && inside(at));
}

fn value(pixel: Pixel, offset: u32) -> vec4f {
  if (pixel.inside) {
    return vec4f(x[pixel.at + offset]);
  }
  return vec4f();
}

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
  let plane = IN_HEIGHT * IN_WIDTH;
  let image = id.z * IN_CHANNELS * plane;
  let taps = KERNEL_HEIGHT * KERNEL_WIDTH;
  let filter_length = IN_CHANNELS * taps;
  // Past the last channel it is read again, for sums that nobody stores.
  let last = OUT_CHANNELS - 1u;
  let filter0 = first * filter_length;
  let filter1 = min(first + 1u, last) * filter_length;
  let filter2 = min(first + 2u, last) * filter_length;
  let filter3 = min(first + 3u, last) * filter_length;
  let filter4 = min(first + 4u, last) * filter_length;
  let filter5 = min(first + 5u, last) * filter_length;
  let filter6 = min(first + 6u, last) * filter_length;
  let filter7 = min(first + 7u, last) * filter_length;
  let start0 = window(pixel);
  let start1 = window(pixel + 16u);
  let start2 = window(pixel + 32u);
  let start3 = window(pixel + 48u);
  var low0 = vec4f();
  var low1 = vec4f();
  var low2 = vec4f();
  var low3 = vec4f();
  var high0 = vec4f();
  var high1 = vec4f();
  var high2 = vec4f();
  var high3 = vec4f();
  for (var row = 0u; row < KERNEL_HEIGHT; row++) {
    for (var column = 0u; column < KERNEL_WIDTH; column++) {
      let tap = vec2u(row * DILATION_HEIGHT, column * DILATION_WIDTH);
      let pixel0 = locate(start0, tap, image, true);
      let pixel1 = locate(start1, tap, image, pixel + 16u < pixels);
      let pixel2 = locate(start2, tap, image, pixel + 32u < pixels);
      let pixel3 = locate(start3, tap, image, pixel + 48u < pixels);
      var offset = 0u;
      var at = row * KERNEL_WIDTH + column;
      for (var i = 0u; i < IN_CHANNELS; i++) {
        let low = vec4f(weight[filter0 + at], weight[filter1 + at], weight[filter2 + at], weight[filter3 + at]);
        let high = vec4f(weight[filter4 + at], weight[filter5 + at], weight[filter6 + at], weight[filter7 + at]);
        let value0 = value(pixel0, offset);
        low0 = fma(value0, low, low0);
        high0 = fma(value0, high, high0);
        let value1 = value(pixel1, offset);
        low1 = fma(value1, low, low1);
        high1 = fma(value1, high, high1);
        let value2 = value(pixel2, offset);
        low2 = fma(value2, low, low2);
        high2 = fma(value2, high, high2);
        let value3 = value(pixel3, offset);
        low3 = fma(value3, low, low3);
        high3 = fma(value3, high, high3);
        offset += plane;
        at += taps;
      }
    }
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
