// Workgroup memory read with a stride: 2,048 f32 (8 KiB) filled once, then eight loads a round and invocation, neighbours
// STRIDE elements apart. Memory of 32 banks gives one element of each at a time: a stride that shares a factor with 32
// makes neighbours wait for one bank. A round starts 37 elements on, so that no load can be taken out of the loop.
override ROUNDS: u32;
override STRIDE: u32;

@group(0) @binding(0) var<storage, read> source: array<f32, 2048>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32, SUMS>;

var<workgroup> tile: array<f32, 2048>;

const MASK = 2047u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var i = lane; i < 2048u; i += 256u) {
    tile[i] = source[i];
  }
  workgroupBarrier();
  var sum0 = 0.0;
  var sum1 = 0.0;
  var at = lane * STRIDE;
  for (var round = 0u; round < ROUNDS; round++) {
    let t0 = tile[at & MASK];
    let t1 = tile[(at + 256u) & MASK];
    let t2 = tile[(at + 512u) & MASK];
    let t3 = tile[(at + 768u) & MASK];
    let t4 = tile[(at + 1024u) & MASK];
    let t5 = tile[(at + 1280u) & MASK];
    let t6 = tile[(at + 1536u) & MASK];
    let t7 = tile[(at + 1792u) & MASK];
    sum0 += (t0 + t1) + (t2 + t3);
    sum1 += (t4 + t5) + (t6 + t7);
    at += 37u;
  }
  sums[group.x * 256u + lane] = sum0 + sum1;
}
