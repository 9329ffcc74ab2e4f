// As little as a program can do and still be checked: 64 invocations add their own number REPEATS times.
override REPEATS: u32;

@group(0) @binding(0) var<storage, read> numbers: array<f32, 64>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  let number = numbers[lane];
  var sum = 0.0;
  for (var n = 0u; n < REPEATS; n++) {
    sum += number;
  }
  sums[lane] = sum;
}
