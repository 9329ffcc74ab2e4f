// Row r of y is row ids[r] of the table, its last where the id is past it. A workgroup copies up to 256 columns of one
// row, so that all its invocations ask for one id.
override GROUPS_X: u32;
override ROWS: u32;
override WIDTH: u32;
override TABLE_ROWS: u32;

@group(0) @binding(0) var<storage, read> ids: array<u32, IDS_LENGTH>;
@group(0) @binding(1) var<storage, read> table: array<f32, TABLE_LENGTH>;
@group(0) @binding(2) var<storage, read_write> y: array<f32, Y_LENGTH>;

override PIECES = (WIDTH + 255u) / 256u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let piece = group.y * GROUPS_X + group.x;
  let row = piece / PIECES;
  let column = piece % PIECES * 256u + lane;
  if (row >= ROWS || column >= WIDTH) {
    return;
  }
  y[row * WIDTH + column] = table[min(ids[row], TABLE_ROWS - 1u) * WIDTH + column];
}
