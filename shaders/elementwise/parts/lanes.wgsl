// Appended to programs in which 64 invocations reduce a row together, once: each leaves what it has, eight of them join
// eight parts each, and all join those eight. Two barriers, where a tree of halves has six.
var<workgroup> parts: array<vec2f, 64>;
var<workgroup> eighths: array<vec2f, 8>;

fn sumsOfLanes(lane: u32, part: vec2f) -> vec2f {
  parts[lane] = part;
  workgroupBarrier();
  if (lane < 8u) {
    var eighth = vec2f();
    for (var i = lane; i < 64u; i += 8u) {
      eighth += parts[i];
    }
    eighths[lane] = eighth;
  }
  workgroupBarrier();
  var sums = vec2f();
  for (var i = 0u; i < 8u; i++) {
    sums += eighths[i];
  }
  return sums;
}

var<workgroup> largests: array<f32, 64>;
var<workgroup> largestEighths: array<f32, 8>;

fn largestOfLanes(lane: u32, part: f32) -> f32 {
  largests[lane] = part;
  workgroupBarrier();
  if (lane < 8u) {
    var eighth = part;
    for (var i = lane; i < 64u; i += 8u) {
      eighth = max(eighth, largests[i]);
    }
    largestEighths[lane] = eighth;
  }
  workgroupBarrier();
  var largest = part;
  for (var i = 0u; i < 8u; i++) {
    largest = max(largest, largestEighths[i]);
  }
  return largest;
}
