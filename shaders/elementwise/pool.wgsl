// The largest element under each window, or the mean where AVERAGE is 1, of planes of IN_HEIGHT × IN_WIDTH. The padding
// never wins and counts as nought; what of a window lies past even the padding does not count (PyTorch's divisor).
override AVERAGE: u32;
override IN_HEIGHT: i32;
override IN_WIDTH: i32;
override OUT_HEIGHT: u32;
override OUT_WIDTH: u32;
override KERNEL_HEIGHT: i32;
override KERNEL_WIDTH: i32;
override STRIDE_HEIGHT: i32;
override STRIDE_WIDTH: i32;
override DILATION_HEIGHT: i32;
override DILATION_WIDTH: i32;
override PAD_TOP: i32;
override PAD_LEFT: i32;
override PAD_BOTTOM: i32;
override PAD_RIGHT: i32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read_write> y: array<f32, Y_LENGTH>;

// f32 has no smaller number.
const LOWEST = -0x1.fffffep127f;

fn value(i: u32) -> f32 {
  let plane = i32(i / (OUT_WIDTH * OUT_HEIGHT)) * IN_HEIGHT * IN_WIDTH;
  let top = i32(i / OUT_WIDTH % OUT_HEIGHT) * STRIDE_HEIGHT - PAD_TOP;
  let left = i32(i % OUT_WIDTH) * STRIDE_WIDTH - PAD_LEFT;
  var largest = LOWEST;
  var sum = 0.0;
  for (var v = 0; v < KERNEL_HEIGHT; v++) {
    let row = top + v * DILATION_HEIGHT;
    for (var u = 0; u < KERNEL_WIDTH; u++) {
      let column = left + u * DILATION_WIDTH;
      if (row >= 0 && row < IN_HEIGHT && column >= 0 && column < IN_WIDTH) {
        let element = x[plane + row * IN_WIDTH + column];
        largest = max(largest, element);
        sum += element;
      }
    }
  }
  if (AVERAGE == 0u) {
    return largest;
  }
  let down = min(top + KERNEL_HEIGHT, IN_HEIGHT + PAD_BOTTOM) - top;
  let across = min(left + KERNEL_WIDTH, IN_WIDTH + PAD_RIGHT) - left;
  return sum / f32(max(down * across, 1));
}
