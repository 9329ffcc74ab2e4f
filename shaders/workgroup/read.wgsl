// Workgroup memory read again and again: 512 vec4s (8 KiB) filled once, then eight loads a round and invocation, each
// neighbour the next vec4, which no bank is asked for twice. A round starts 37 vec4s on, so that no load repeats the one
// before and none can be taken out of the loop; the mask keeps addresses inside, where a bounds check would cost more.
override ROUNDS: u32;

@group(0) @binding(0) var<storage, read> source: array<vec4f, 512>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

var<workgroup> tile: array<vec4f, 512>;

const MASK = 511u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var i = lane; i < 512u; i += 256u) {
    tile[i] = source[i];
  }
  workgroupBarrier();
  var sum0 = vec4f();
  var sum1 = vec4f();
  var at = lane;
  for (var round = 0u; round < ROUNDS; round++) {
    let t0 = tile[at & MASK];
    let t1 = tile[(at + 64u) & MASK];
    let t2 = tile[(at + 128u) & MASK];
    let t3 = tile[(at + 192u) & MASK];
    let t4 = tile[(at + 256u) & MASK];
    let t5 = tile[(at + 320u) & MASK];
    let t6 = tile[(at + 384u) & MASK];
    let t7 = tile[(at + 448u) & MASK];
    sum0 += (t0 + t1) + (t2 + t3);
    sum1 += (t4 + t5) + (t6 + t7);
    at += 37u;
  }
  let sum = sum0 + sum1;
  sums[group.x * 256u + lane] = (sum.x + sum.y) + (sum.z + sum.w);
}
