// P = softmax of each row of S; a workgroup a row. Each invocation runs through every 64th score with the largest so far and the sum
// relative to it (online softmax: Milakov & Gimelshein 2018); then the 64 sums become one.
override KEYS: u32;
override ROWS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> s: array<f32, S_LENGTH>;
@group(0) @binding(1) var<storage, read_write> p: array<f32, S_LENGTH>;

const MASKED = -0x1p100f;

var<workgroup> tops: array<f32, 64>;
var<workgroup> sums: array<f32, 64>;
var<workgroup> top_of_eight: array<f32, 8>;
var<workgroup> sum_of_eight: array<f32, 8>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y * GROUPS_X + group.x;
  if (row >= ROWS) {
    return;
  }
  let first = row * KEYS;
  var top = MASKED;
  var sum = 0.0;
  for (var key = lane; key < KEYS; key += 64u) {
    let score = s[first + key];
    let larger = max(top, score);
    // exp(0) need not be 1.
    let shrink = select(exp(top - larger), 1.0, top == larger);
    sum = fma(sum, shrink, exp(score - larger));
    top = larger;
  }
  tops[lane] = top;
  sums[lane] = sum;
  workgroupBarrier();
  // Eight invocations take eight sums each, then every one takes the eight.
  if (lane < 8u) {
    var highest = MASKED;
    for (var i = lane; i < 64u; i += 8u) {
      highest = max(highest, tops[i]);
    }
    var together = 0.0;
    for (var i = lane; i < 64u; i += 8u) {
      together = fma(sums[i], exp(tops[i] - highest), together);
    }
    top_of_eight[lane] = highest;
    sum_of_eight[lane] = together;
  }
  workgroupBarrier();
  var whole = MASKED;
  for (var i = 0u; i < 8u; i++) {
    whole = max(whole, top_of_eight[i]);
  }
  var total = 0.0;
  for (var i = 0u; i < 8u; i++) {
    total = fma(sum_of_eight[i], exp(top_of_eight[i] - whole), total);
  }
  for (var key = lane; key < KEYS; key += 64u) {
    p[first + key] = exp(s[first + key] - whole) / total;
  }
}
