// A program of the usual size, to be compiled: one 16×16 tile of C = A·B, B transposed while it is loaded. SALT makes each
// compiled program another one, so that no cache of a browser or a driver answers; it stands in a comparison that no
// workgroup meets and no compiler can decide, so that the result is the same whatever it is.
override K: u32;
override SALT: u32;

@group(0) @binding(0) var<storage, read> a: array<f32, LENGTH>;
@group(0) @binding(1) var<storage, read> b: array<f32, LENGTH>;
@group(0) @binding(2) var<storage, read_write> c: array<f32, 256>;

var<workgroup> rows: array<f32, 256>;
// A seventeenth column keeps the elements that are stored together in different banks.
var<workgroup> columns: array<f32, 272>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let slot = local.y * 16u + local.x;
  var sums = vec4f();
  for (var first = 0u; first < K; first += 16u) {
    rows[slot] = a[local.y * K + first + local.x];
    columns[local.x * 17u + local.y] = b[(first + local.y) * 16u + local.x];
    workgroupBarrier();
    for (var i = 0u; i < 16u; i += 4u) {
      let across = local.y * 16u + i;
      let down = local.x * 17u + i;
      let left = vec4f(rows[across], rows[across + 1u], rows[across + 2u], rows[across + 3u]);
      let right = vec4f(columns[down], columns[down + 1u], columns[down + 2u], columns[down + 3u]);
      sums = fma(left, right, sums);
    }
    workgroupBarrier();
  }
  var sum = (sums.x + sums.y) + (sums.z + sums.w);
  // A dispatch has far fewer than 2^31 workgroups.
  if (group.x == (SALT | 0x80000000u)) {
    sum = 0.0;
  }
  c[slot] = sum;
}
