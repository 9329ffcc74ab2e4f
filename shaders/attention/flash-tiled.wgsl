// attention/flash with its operands in workgroup memory: 8×8 invocations take 32 queries, and 32 keys at a time. Each makes 4×4 scores;
// eight of them share a row, agree on its largest score, and leave their weights for all; then each sums four queries times
// the vec4s of the head that are its own. Rows of workgroup memory are nine vec4s long, so that eight rows lie in different banks.
override HEADS: u32;
override KV_HEADS: u32;
override QUERIES: u32;
override KEYS: u32;
override CAUSAL: u32;
// Elements from one token to the next, and to the first key and value of a token.
override Q_TOKEN: u32;
override K_TOKEN: u32;
override K_OFFSET: u32;
override V_OFFSET: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> q: array<vec4f, Q_LENGTH>;
@group(0) @binding(1) var<storage, read> k: array<vec4f, K_LENGTH>;
@group(0) @binding(2) var<storage, read> v: array<vec4f, V_LENGTH>;
@group(0) @binding(3) var<storage, read_write> o: array<f32, O_LENGTH>;

// Exact in f32, and small enough that its exponential is nought beside any score. Not −∞: WGSL need not know infinities.
const MASKED = -0x1p100f;

// 32 queries, eight vec4s of each.
var<workgroup> left: array<vec4f, 288>;
// 32 keys or values, eight vec4s of each.
var<workgroup> right: array<vec4f, 288>;
// 32 keys, each with the weights of 32 queries.
var<workgroup> weights: array<vec4f, 288>;
// What each of eight invocations found in its part of each row.
var<workgroup> found: array<f32, 256>;

// Of four queries, one vec4 for each eight of the head: CHUNKS = ⌈HEAD_DIM / 32⌉.
var<private> outputs: array<vec4f, 4 * CHUNKS>;

// Four elements of a head that begins at `row`; past the last one comes nought.
fn load_q(row: u32, element: u32) -> vec4f {
  if (HEAD_DIM % 4u == 0u) {
    return q[(row + element) / 4u];
  }
  var part = vec4f();
  for (var i = 0u; i < min(4u, HEAD_DIM - element); i++) {
    part[i] = q[(row + element + i) / 4u][(row + element + i) % 4u];
  }
  return part;
}

fn load_k(row: u32, element: u32) -> vec4f {
  if (HEAD_DIM % 4u == 0u) {
    return k[(row + element) / 4u];
  }
  var part = vec4f();
  for (var i = 0u; i < min(4u, HEAD_DIM - element); i++) {
    part[i] = k[(row + element + i) / 4u][(row + element + i) % 4u];
  }
  return part;
}

fn load_v(row: u32, element: u32) -> vec4f {
  if (HEAD_DIM % 4u == 0u) {
    return v[(row + element) / 4u];
  }
  var part = vec4f();
  for (var i = 0u; i < min(4u, HEAD_DIM - element); i++) {
    part[i] = v[(row + element + i) / 4u][(row + element + i) % 4u];
  }
  return part;
}

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let head = group.y;
  let batch = group.z;
  let first = group.x * 32u;
  let start = head / (HEADS / KV_HEADS) * HEAD_DIM;
  // The four queries of this invocation, and how many keys each sees.
  let mine = first + 4u * local.y + vec4u(0u, 1u, 2u, 3u);
  let seen = select(vec4u(KEYS), min(mine, vec4u(QUERIES - 1u)) + 1u + KEYS - QUERIES, CAUSAL != 0u);
  let end = select(KEYS, min(first + 32u, QUERIES) + KEYS - QUERIES, CAUSAL != 0u);
  var top = vec4f(MASKED);
  var sum = vec4f();
  for (var first_key = 0u; first_key < end; first_key += 32u) {
    var s0 = vec4f();
    var s1 = vec4f();
    var s2 = vec4f();
    var s3 = vec4f();
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      for (var i = lane; i < 256u; i += 64u) {
        let row = i / 8u;
        let element = 32u * chunk + 4u * (i % 8u);
        var query_part = vec4f();
        if (first + row < QUERIES && element < HEAD_DIM) {
          query_part = load_q((batch * QUERIES + first + row) * Q_TOKEN + head * HEAD_DIM, element);
        }
        var key_part = vec4f();
        if (first_key + row < KEYS && element < HEAD_DIM) {
          key_part = load_k((batch * KEYS + first_key + row) * K_TOKEN + K_OFFSET + start, element);
        }
        left[9u * row + i % 8u] = query_part;
        right[9u * row + i % 8u] = key_part;
      }
      workgroupBarrier();
      for (var i = 0u; i < 8u; i++) {
        let k0 = right[9u * local.x + i];
        let k1 = right[9u * (local.x + 8u) + i];
        let k2 = right[9u * (local.x + 16u) + i];
        let k3 = right[9u * (local.x + 24u) + i];
        let q0 = left[36u * local.y + i];
        s0 += vec4f(dot(q0, k0), dot(q0, k1), dot(q0, k2), dot(q0, k3));
        let q1 = left[36u * local.y + 9u + i];
        s1 += vec4f(dot(q1, k0), dot(q1, k1), dot(q1, k2), dot(q1, k3));
        let q2 = left[36u * local.y + 18u + i];
        s2 += vec4f(dot(q2, k0), dot(q2, k1), dot(q2, k2), dot(q2, k3));
        let q3 = left[36u * local.y + 27u + i];
        s3 += vec4f(dot(q3, k0), dot(q3, k1), dot(q3, k2), dot(q3, k3));
      }
      workgroupBarrier();
    }
    let keys = first_key + local.x + vec4u(0u, 8u, 16u, 24u);
    let inside = keys < vec4u(KEYS);
    s0 = select(vec4f(MASKED), SCALE * s0, inside & (keys < vec4u(seen.x)));
    s1 = select(vec4f(MASKED), SCALE * s1, inside & (keys < vec4u(seen.y)));
    s2 = select(vec4f(MASKED), SCALE * s2, inside & (keys < vec4u(seen.z)));
    s3 = select(vec4f(MASKED), SCALE * s3, inside & (keys < vec4u(seen.w)));
    let row = 32u * local.y;
    found[row + local.x] = max(max(s0.x, s0.y), max(s0.z, s0.w));
    found[row + 8u + local.x] = max(max(s1.x, s1.y), max(s1.z, s1.w));
    found[row + 16u + local.x] = max(max(s2.x, s2.y), max(s2.z, s2.w));
    found[row + 24u + local.x] = max(max(s3.x, s3.y), max(s3.z, s3.w));
    workgroupBarrier();
    var larger = top;
    for (var i = row; i < row + 8u; i++) {
      larger = max(larger, vec4f(found[i], found[i + 8u], found[i + 16u], found[i + 24u]));
    }
    // exp(0) need not be 1.
    let shrink = select(exp(top - larger), vec4f(1.0), top == larger);
    top = larger;
    s0 = exp(s0 - larger.x);
    s1 = exp(s1 - larger.y);
    s2 = exp(s2 - larger.z);
    s3 = exp(s3 - larger.w);
    let ones = vec4f(1.0);
    sum = fma(sum, shrink, vec4f(dot(s0, ones), dot(s1, ones), dot(s2, ones), dot(s3, ones)));
    for (var i = 0u; i < 4u; i++) {
      weights[9u * (local.x + 8u * i) + local.y] = vec4f(s0[i], s1[i], s2[i], s3[i]);
    }
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      for (var i = lane; i < 256u; i += 64u) {
        let key = first_key + i / 8u;
        let element = 32u * chunk + 4u * (i % 8u);
        var part = vec4f();
        if (key < KEYS && element < HEAD_DIM) {
          part = load_v((batch * KEYS + key) * K_TOKEN + V_OFFSET + start, element);
        }
        right[9u * (i / 8u) + i % 8u] = part;
      }
      workgroupBarrier();
      var o0 = outputs[4u * chunk] * shrink.x;
      var o1 = outputs[4u * chunk + 1u] * shrink.y;
      var o2 = outputs[4u * chunk + 2u] * shrink.z;
      var o3 = outputs[4u * chunk + 3u] * shrink.w;
      for (var i = 0u; i < 32u; i++) {
        let weight = weights[9u * i + local.y];
        let value = right[9u * i + local.x];
        o0 = fma(vec4f(weight.x), value, o0);
        o1 = fma(vec4f(weight.y), value, o1);
        o2 = fma(vec4f(weight.z), value, o2);
        o3 = fma(vec4f(weight.w), value, o3);
      }
      outputs[4u * chunk] = o0;
      outputs[4u * chunk + 1u] = o1;
      outputs[4u * chunk + 2u] = o2;
      outputs[4u * chunk + 3u] = o3;
      workgroupBarrier();
    }
  }
  // Eight invocations have a part of each row's sum.
  for (var i = 0u; i < 4u; i++) {
    found[32u * local.y + 8u * i + local.x] = sum[i];
  }
  workgroupBarrier();
  for (var part = 0u; part < 4u && mine[part] < QUERIES; part++) {
    let row = 32u * local.y + 8u * part;
    var total = 0.0;
    for (var i = row; i < row + 8u; i++) {
      total += found[i];
    }
    let place = ((batch * QUERIES + mine[part]) * HEADS + head) * HEAD_DIM;
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      let element = 32u * chunk + 4u * local.x;
      let output = outputs[4u * chunk + part] / total;
      for (var i = 0u; i < 4u && element + i < HEAD_DIM; i++) {
        o[place + element + i] = output[i];
      }
    }
  }
}
