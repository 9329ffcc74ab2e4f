// Turns features k and k + HALF of each head by an angle that the token and k give; its cosine and sine come from a
// table (Su 2021, eq. 34, paired as Llama pairs them). Four pairs an invocation, 256 apart.
override GROUPS_X: u32;
override TOKENS: u32;
override HEADS: u32;
override HALF: u32;

@group(0) @binding(0) var<storage, read> x: array<f32, X_LENGTH>;
@group(0) @binding(1) var<storage, read> table: array<vec2f, TABLE_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  for (var pair = i; pair < min(i + 1024u, PAIRS); pair += 256u) {
    let k = pair % HALF;
    let head = pair / HALF;
    let token = head / HEADS % TOKENS;
    let turn = table[token * HALF + k];
    let first = head * 2u * HALF + k;
    let x0 = x[first];
    let x1 = x[first + HALF];
    y[first] = x0 * turn.x - x1 * turn.y;
    y[first + HALF] = x1 * turn.x + x0 * turn.y;
  }
}
