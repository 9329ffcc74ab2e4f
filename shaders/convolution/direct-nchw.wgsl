// A convolution as it is defined, channels first: weights are [out][in / groups][height][width]. Neighbouring invocations make
// neighbouring pixels, and so read neighbours in memory; each makes four channels of its pixel with the same reads of x.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let pixel = id.x;
  if (pixel >= OUT_HEIGHT * OUT_WIDTH) {
    return;
  }
  let in_each = IN_CHANNELS / GROUPS;
  let out_each = OUT_CHANNELS / GROUPS;
  let blocks = (out_each + 3u) / 4u;
  let part = id.y / blocks;
  let first = part * out_each + id.y % blocks * 4u;
  let last = (part + 1u) * out_each - 1u;
  let plane = IN_HEIGHT * IN_WIDTH;
  let image = (id.z * IN_CHANNELS + part * in_each) * plane;
  let taps = KERNEL_HEIGHT * KERNEL_WIDTH;
  let filter_length = in_each * taps;
  // Past the last channel it is read again, for sums that nobody stores.
  let filter0 = first * filter_length;
  let filter1 = min(first + 1u, last) * filter_length;
  let filter2 = min(first + 2u, last) * filter_length;
  let filter3 = min(first + 3u, last) * filter_length;
  let start = window(pixel);
  var sums = vec4f();
  for (var row = 0u; row < KERNEL_HEIGHT; row++) {
    for (var column = 0u; column < KERNEL_WIDTH; column++) {
      let at = start + vec2u(row * DILATION_HEIGHT, column * DILATION_WIDTH);
      let reads = inside(at);
      var plane_at = image + at.x * IN_WIDTH + at.y;
      var tap = row * KERNEL_WIDTH + column;
      for (var i = 0u; i < in_each; i++) {
        let weights = vec4f(
          weight[filter0 + tap],
          weight[filter1 + tap],
          weight[filter2 + tap],
          weight[filter3 + tap],
        );
        var value = 0.0;
        if (reads) {
          value = x[plane_at];
        }
        sums = fma(vec4f(value), weights, sums);
        plane_at += plane;
        tap += taps;
      }
    }
  }
  for (var i = 0u; i < 4u && first + i <= last; i++) {
    y[(id.z * OUT_CHANNELS + first + i) * OUT_HEIGHT * OUT_WIDTH + pixel] = finished(sums[i], first + i);
  }
}
