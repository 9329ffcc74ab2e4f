// O = softmax(Q·Kᵀ/√d)·V for each head in one program, with no score ever in memory. An invocation owns four adjacent queries and runs
// through the keys four at a time with the largest score so far and the sum relative to it; when a larger one comes, what was
// summed is scaled down (online softmax: Milakov & Gimelshein 2018; Dao et al. 2022, algorithm 1). Neighbours own neighbouring queries
// and read the same key at the same time. No workgroup memory: queries and outputs live in private arrays.
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

@group(0) @binding(0) var<storage, read> q: array<f32, Q_LENGTH>;
@group(0) @binding(1) var<storage, read> k: array<vec4f, K_LENGTH>;
@group(0) @binding(2) var<storage, read> v: array<vec4f, V_LENGTH>;
@group(0) @binding(3) var<storage, read_write> o: array<f32, O_LENGTH>;

// Exact in f32, and small enough that its exponential is nought beside any score. Not −∞: WGSL need not know infinities.
const MASKED = -0x1p100f;

// One vec4 an element of the head: its parts are the four queries. HEAD_VECTORS = ⌈HEAD_DIM / 4⌉.
var<private> queries: array<vec4f, 4 * HEAD_VECTORS>;
var<private> outputs: array<vec4f, 4 * HEAD_VECTORS>;

// Four elements of a key. Where rows do not start on whole vec4s, past the last one comes nought.
fn load_k(row: u32, element: u32) -> vec4f {
  if (HEAD_DIM % 4u == 0u) {
    return k[(row + element) / 4u];
  }
  var part = vec4f();
  for (var i = 0u; i < min(4u, HEAD_DIM - element); i++) {
    let at = row + element + i;
    part[i] = k[at / 4u][at % 4u];
  }
  return part;
}

fn load_v(row: u32, element: u32) -> vec4f {
  if (HEAD_DIM % 4u == 0u) {
    return v[(row + element) / 4u];
  }
  var part = vec4f();
  for (var i = 0u; i < min(4u, HEAD_DIM - element); i++) {
    let at = row + element + i;
    part[i] = v[at / 4u][at % 4u];
  }
  return part;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let query = id.x * 4u;
  if (query >= QUERIES) {
    return;
  }
  let head = id.y;
  let batch = id.z;
  // Past the last query it is read again, for sums that nobody stores.
  let mine = min(vec4u(query, query + 1u, query + 2u, query + 3u), vec4u(QUERIES - 1u));
  let rows = (batch * QUERIES + mine) * Q_TOKEN + head * HEAD_DIM;
  for (var i = 0u; i < HEAD_DIM; i++) {
    queries[i] = SCALE * vec4f(q[rows.x + i], q[rows.y + i], q[rows.z + i], q[rows.w + i]);
  }
  for (var i = 0u; i < 4u * HEAD_VECTORS; i++) {
    outputs[i] = vec4f();
  }
  // How many keys each of the four sees, and the last of them.
  let seen = select(vec4u(KEYS), mine + 1u + KEYS - QUERIES, CAUSAL != 0u);
  let start = head / (HEADS / KV_HEADS) * HEAD_DIM;
  var top = vec4f(MASKED);
  var sum = vec4f();
  for (var key = 0u; key < seen.w; key += 4u) {
    // Past the last key it is read again, and masked.
    let keys = min(vec4u(key, key + 1u, key + 2u, key + 3u), vec4u(KEYS - 1u));
    let places = (batch * KEYS + keys) * K_TOKEN + start;
    let of_k = places + K_OFFSET;
    var s0 = vec4f();
    var s1 = vec4f();
    var s2 = vec4f();
    var s3 = vec4f();
    for (var i = 0u; i < HEAD_VECTORS; i++) {
      let k0 = load_k(of_k.x, 4u * i);
      let k1 = load_k(of_k.y, 4u * i);
      let k2 = load_k(of_k.z, 4u * i);
      let k3 = load_k(of_k.w, 4u * i);
      let a = queries[4u * i];
      s0 = fma(a, vec4f(k0.x), s0);
      s1 = fma(a, vec4f(k1.x), s1);
      s2 = fma(a, vec4f(k2.x), s2);
      s3 = fma(a, vec4f(k3.x), s3);
      let b = queries[4u * i + 1u];
      s0 = fma(b, vec4f(k0.y), s0);
      s1 = fma(b, vec4f(k1.y), s1);
      s2 = fma(b, vec4f(k2.y), s2);
      s3 = fma(b, vec4f(k3.y), s3);
      let c = queries[4u * i + 2u];
      s0 = fma(c, vec4f(k0.z), s0);
      s1 = fma(c, vec4f(k1.z), s1);
      s2 = fma(c, vec4f(k2.z), s2);
      s3 = fma(c, vec4f(k3.z), s3);
      let d = queries[4u * i + 3u];
      s0 = fma(d, vec4f(k0.w), s0);
      s1 = fma(d, vec4f(k1.w), s1);
      s2 = fma(d, vec4f(k2.w), s2);
      s3 = fma(d, vec4f(k3.w), s3);
    }
    s0 = select(vec4f(MASKED), s0, vec4u(key) < seen);
    s1 = select(vec4f(MASKED), s1, vec4u(key + 1u) < seen);
    s2 = select(vec4f(MASKED), s2, vec4u(key + 2u) < seen);
    s3 = select(vec4f(MASKED), s3, vec4u(key + 3u) < seen);
    let larger = max(top, max(max(s0, s1), max(s2, s3)));
    // exp(0) need not be 1.
    let shrink = select(exp(top - larger), vec4f(1.0), top == larger);
    let p0 = exp(s0 - larger);
    let p1 = exp(s1 - larger);
    let p2 = exp(s2 - larger);
    let p3 = exp(s3 - larger);
    sum = fma(sum, shrink, (p0 + p1) + (p2 + p3));
    top = larger;
    let of_v = places + V_OFFSET;
    for (var i = 0u; i < HEAD_VECTORS; i++) {
      let v0 = load_v(of_v.x, 4u * i);
      let v1 = load_v(of_v.y, 4u * i);
      let v2 = load_v(of_v.z, 4u * i);
      let v3 = load_v(of_v.w, 4u * i);
      let at = 4u * i;
      outputs[at] = fma(p3, vec4f(v3.x), fma(p2, vec4f(v2.x), fma(p1, vec4f(v1.x), fma(p0, vec4f(v0.x), outputs[at] * shrink))));
      outputs[at + 1u] =
        fma(p3, vec4f(v3.y), fma(p2, vec4f(v2.y), fma(p1, vec4f(v1.y), fma(p0, vec4f(v0.y), outputs[at + 1u] * shrink))));
      outputs[at + 2u] =
        fma(p3, vec4f(v3.z), fma(p2, vec4f(v2.z), fma(p1, vec4f(v1.z), fma(p0, vec4f(v0.z), outputs[at + 2u] * shrink))));
      outputs[at + 3u] =
        fma(p3, vec4f(v3.w), fma(p2, vec4f(v2.w), fma(p1, vec4f(v1.w), fma(p0, vec4f(v0.w), outputs[at + 3u] * shrink))));
    }
  }
  let inverse = 1.0 / sum;
  for (var part = 0u; part < 4u && query + part < QUERIES; part++) {
    let row = ((batch * QUERIES + query + part) * HEADS + head) * HEAD_DIM;
    for (var i = 0u; i < HEAD_DIM; i++) {
      o[row + i] = outputs[i][part] * inverse[part];
    }
  }
}
