// P = softmax of each row of S; an invocation a row, with the largest score so far and the sum relative to it (online softmax: Milakov &
// Gimelshein 2018). Nobody waits for anybody, and neighbours read a whole row apart.
override KEYS: u32;
override ROWS: u32;
override GROUPS_X: u32;

@group(0) @binding(0) var<storage, read> s: array<f32, S_LENGTH>;
@group(0) @binding(1) var<storage, read_write> p: array<f32, S_LENGTH>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * GROUPS_X + group.x) * 64u + lane;
  if (row >= ROWS) {
    return;
  }
  let first = row * KEYS;
  var top = s[first];
  var sum = 1.0;
  for (var key = 1u; key < KEYS; key++) {
    let score = s[first + key];
    if (score > top) {
      sum *= exp(top - score);
      top = score;
    }
    sum += exp(score - top);
  }
  for (var key = 0u; key < KEYS; key++) {
    p[first + key] = exp(s[first + key] - top) / sum;
  }
}
