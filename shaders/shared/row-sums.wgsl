// Appended to programs whose workgroup of 32 makes four rows: each invocation brings its part of the four sums.
var<workgroup> parts: array<f32, 128>;

fn store_rows(first: u32, lane: u32, sums: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    parts[4u * lane + i] = sums[i];
  }
  workgroupBarrier();
  let row = first + lane;
  if (lane >= 4u || row >= ROWS) {
    return;
  }
  var sum = 0.0;
  for (var i = 0u; i < 32u; i++) {
    sum += parts[4u * i + lane];
  }
  y[row] = sum;
}
