// Appended to programs that make each element of y by itself with `value`: four an invocation, 256 apart, so that
// neighbours read and write neighbours and four elements' loads are on their way at a time.
override GROUPS_X: u32;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * GROUPS_X + group.x) * 1024u + lane;
  if (i + 768u < Y_LENGTH) {
    let y0 = value(i);
    let y1 = value(i + 256u);
    let y2 = value(i + 512u);
    let y3 = value(i + 768u);
    y[i] = y0;
    y[i + 256u] = y1;
    y[i + 512u] = y2;
    y[i + 768u] = y3;
    return;
  }
  for (var j = i; j < Y_LENGTH; j += 256u) {
    y[j] = value(j);
  }
}
