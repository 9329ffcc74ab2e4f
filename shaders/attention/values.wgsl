// O = P·V for each head: P is queries × keys, V is keys × HEAD_DIM. As matmul/direct-vec4 without its vectors of columns: each of
// 8×8 invocations makes four adjacent queries times four elements of the head, eight apart, so that neighbours read and
// write neighbours. Operands come straight from memory.
override HEADS: u32;
override KV_HEADS: u32;
override QUERIES: u32;
override KEYS: u32;
override HEAD_DIM: u32;
// Elements from one token to the next, and to the first value of a token.
override V_TOKEN: u32;
override V_OFFSET: u32;

@group(0) @binding(0) var<storage, read> p: array<vec4f, P_LENGTH>;
@group(0) @binding(1) var<storage, read> v: array<f32, V_LENGTH>;
@group(0) @binding(2) var<storage, read_write> o: array<f32, O_LENGTH>;

// Four elements of the head. Past the last one it is read again, for sums that nobody stores.
fn load_v(row: u32, element: u32) -> vec4f {
  let last = HEAD_DIM - 1u;
  return vec4f(
    v[row + element],
    v[row + min(element + 8u, last)],
    v[row + min(element + 16u, last)],
    v[row + min(element + 24u, last)],
  );
}

fn at_p(i: u32) -> f32 {
  return p[i / 4u][i % 4u];
}

fn store(batch: u32, query: u32, head: u32, element: u32, sums: vec4f) {
  if (query >= QUERIES) {
    return;
  }
  let row = ((batch * QUERIES + query) * HEADS + head) * HEAD_DIM;
  for (var i = 0u; i < 4u && element + 8u * i < HEAD_DIM; i++) {
    o[row + element + 8u * i] = sums[i];
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let element = group.x * 32u + local.x;
  let query = (group.y * 8u + local.y) * 4u;
  if (query >= QUERIES || element >= HEAD_DIM) {
    return;
  }
  let head = group.z % HEADS;
  let batch = group.z / HEADS;
  let first_v = batch * KEYS * V_TOKEN + V_OFFSET + head / (HEADS / KV_HEADS) * HEAD_DIM;
  // Past the last query it is read again, for sums that nobody stores.
  let row0 = (group.z * QUERIES + query) * KEYS;
  let row1 = (group.z * QUERIES + min(query + 1u, QUERIES - 1u)) * KEYS;
  let row2 = (group.z * QUERIES + min(query + 2u, QUERIES - 1u)) * KEYS;
  let row3 = (group.z * QUERIES + min(query + 3u, QUERIES - 1u)) * KEYS;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var key = 0u; key < KEYS; key += 4u) {
    if (KEYS % 4u == 0u) {
      let v0 = load_v(first_v + key * V_TOKEN, element);
      let v1 = load_v(first_v + (key + 1u) * V_TOKEN, element);
      let v2 = load_v(first_v + (key + 2u) * V_TOKEN, element);
      let v3 = load_v(first_v + (key + 3u) * V_TOKEN, element);
      let p0 = p[(row0 + key) / 4u];
      sum0 = fma(vec4f(p0.x), v0, sum0);
      sum0 = fma(vec4f(p0.y), v1, sum0);
      sum0 = fma(vec4f(p0.z), v2, sum0);
      sum0 = fma(vec4f(p0.w), v3, sum0);
      let p1 = p[(row1 + key) / 4u];
      sum1 = fma(vec4f(p1.x), v0, sum1);
      sum1 = fma(vec4f(p1.y), v1, sum1);
      sum1 = fma(vec4f(p1.z), v2, sum1);
      sum1 = fma(vec4f(p1.w), v3, sum1);
      let p2 = p[(row2 + key) / 4u];
      sum2 = fma(vec4f(p2.x), v0, sum2);
      sum2 = fma(vec4f(p2.y), v1, sum2);
      sum2 = fma(vec4f(p2.z), v2, sum2);
      sum2 = fma(vec4f(p2.w), v3, sum2);
      let p3 = p[(row3 + key) / 4u];
      sum3 = fma(vec4f(p3.x), v0, sum3);
      sum3 = fma(vec4f(p3.y), v1, sum3);
      sum3 = fma(vec4f(p3.z), v2, sum3);
      sum3 = fma(vec4f(p3.w), v3, sum3);
    } else {
      for (var i = key; i < min(key + 4u, KEYS); i++) {
        let value = load_v(first_v + i * V_TOKEN, element);
        sum0 = fma(vec4f(at_p(row0 + i)), value, sum0);
        sum1 = fma(vec4f(at_p(row1 + i)), value, sum1);
        sum2 = fma(vec4f(at_p(row2 + i)), value, sum2);
        sum3 = fma(vec4f(at_p(row3 + i)), value, sum3);
      }
    }
  }
  store(batch, query, head, element, sum0);
  store(batch, query + 1u, head, element, sum1);
  store(batch, query + 2u, head, element, sum2);
  store(batch, query + 3u, head, element, sum3);
}
