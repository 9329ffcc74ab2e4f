// S = Q·Kᵀ/√d for each head, all of it; what a query must not see is stored as MASKED. Register tiles straight from memory: each of 8×8
// invocations makes four adjacent queries times four keys, eight apart, so that neighbours write neighbours.
override HEADS: u32;
override KV_HEADS: u32;
override QUERIES: u32;
override KEYS: u32;
override HEAD_DIM: u32;
override CAUSAL: u32;
// Elements from one token to the next, and to the first key of a token.
override Q_TOKEN: u32;
override K_TOKEN: u32;
override K_OFFSET: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> q: array<vec4f, Q_LENGTH>;
@group(0) @binding(1) var<storage, read> k: array<vec4f, K_LENGTH>;
@group(0) @binding(2) var<storage, read_write> s: array<f32, S_LENGTH>;

// Exact in f32, and small enough that its exponential is nought beside any score. Not −∞: WGSL need not know infinities.
const MASKED = -0x1p100f;

fn at_q(i: u32) -> f32 {
  return q[i / 4u][i % 4u];
}

fn at_k(i: u32) -> f32 {
  return k[i / 4u][i % 4u];
}

fn store(row: u32, query: u32, key: u32, sums: vec4f) {
  if (query >= QUERIES) {
    return;
  }
  let seen = select(KEYS, query + 1u + KEYS - QUERIES, CAUSAL != 0u);
  for (var i = 0u; i < 4u && key + 8u * i < KEYS; i++) {
    s[(row + query) * KEYS + key + 8u * i] = select(MASKED, sums[i] * SCALE, key + 8u * i < seen);
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let key = group.x * 32u + local.x;
  let query = (group.y * 8u + local.y) * 4u;
  if (query >= QUERIES || key >= KEYS) {
    return;
  }
  let head = group.z % HEADS;
  let batch = group.z / HEADS;
  // Past the last query and key they are read again, for sums that nobody stores.
  let first_q = batch * QUERIES;
  let last_q = QUERIES - 1u;
  let from_q = head * HEAD_DIM;
  let q0 = (first_q + query) * Q_TOKEN + from_q;
  let q1 = (first_q + min(query + 1u, last_q)) * Q_TOKEN + from_q;
  let q2 = (first_q + min(query + 2u, last_q)) * Q_TOKEN + from_q;
  let q3 = (first_q + min(query + 3u, last_q)) * Q_TOKEN + from_q;
  let first_k = batch * KEYS;
  let last_k = KEYS - 1u;
  let from_k = K_OFFSET + head / (HEADS / KV_HEADS) * HEAD_DIM;
  let k0 = (first_k + key) * K_TOKEN + from_k;
  let k1 = (first_k + min(key + 8u, last_k)) * K_TOKEN + from_k;
  let k2 = (first_k + min(key + 16u, last_k)) * K_TOKEN + from_k;
  let k3 = (first_k + min(key + 24u, last_k)) * K_TOKEN + from_k;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var i = 0u; i < HEAD_DIM; i += 4u) {
    if (HEAD_DIM % 4u == 0u) {
      let right = transpose(mat4x4f(k[(k0 + i) / 4u], k[(k1 + i) / 4u], k[(k2 + i) / 4u], k[(k3 + i) / 4u]));
      let left0 = q[(q0 + i) / 4u];
      sum0 = fma(vec4f(left0.x), right[0], sum0);
      sum0 = fma(vec4f(left0.y), right[1], sum0);
      sum0 = fma(vec4f(left0.z), right[2], sum0);
      sum0 = fma(vec4f(left0.w), right[3], sum0);
      let left1 = q[(q1 + i) / 4u];
      sum1 = fma(vec4f(left1.x), right[0], sum1);
      sum1 = fma(vec4f(left1.y), right[1], sum1);
      sum1 = fma(vec4f(left1.z), right[2], sum1);
      sum1 = fma(vec4f(left1.w), right[3], sum1);
      let left2 = q[(q2 + i) / 4u];
      sum2 = fma(vec4f(left2.x), right[0], sum2);
      sum2 = fma(vec4f(left2.y), right[1], sum2);
      sum2 = fma(vec4f(left2.z), right[2], sum2);
      sum2 = fma(vec4f(left2.w), right[3], sum2);
      let left3 = q[(q3 + i) / 4u];
      sum3 = fma(vec4f(left3.x), right[0], sum3);
      sum3 = fma(vec4f(left3.y), right[1], sum3);
      sum3 = fma(vec4f(left3.z), right[2], sum3);
      sum3 = fma(vec4f(left3.w), right[3], sum3);
    } else {
      for (var j = i; j < min(i + 4u, HEAD_DIM); j++) {
        let right = vec4f(at_k(k0 + j), at_k(k1 + j), at_k(k2 + j), at_k(k3 + j));
        sum0 = fma(vec4f(at_q(q0 + j)), right, sum0);
        sum1 = fma(vec4f(at_q(q1 + j)), right, sum1);
        sum2 = fma(vec4f(at_q(q2 + j)), right, sum2);
        sum3 = fma(vec4f(at_q(q3 + j)), right, sum3);
      }
    }
  }
  let row = group.z * QUERIES;
  store(row, query, key, sum0);
  store(row, query + 1u, key, sum1);
  store(row, query + 2u, key, sum2);
  store(row, query + 3u, key, sum3);
}
