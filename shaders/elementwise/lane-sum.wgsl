// Appended to programs in which 64 invocations reduce a row together. Each leaves what it has of a sum, and after one
// barrier all of them add up the 64 parts: neighbours read one address, and no tree of barriers is climbed.
var<workgroup> parts: array<f32, 64>;

fn sumOfLanes(lane: u32, part: f32) -> f32 {
  // The parts of the last sum have been read by all.
  workgroupBarrier();
  parts[lane] = part;
  workgroupBarrier();
  var sum = vec4f();
  for (var i = 0u; i < 64u; i += 4u) {
    sum += vec4f(parts[i], parts[i + 1u], parts[i + 2u], parts[i + 3u]);
  }
  return (sum.x + sum.y) + (sum.z + sum.w);
}
