// Y: the sums scaled and shifted by column, and activated. It costs no trip through memory, since an output is not stored before.
@group(0) @binding(2) var<storage, read> scale: array<f32, COLUMNS>;
@group(0) @binding(3) var<storage, read> shift: array<f32, COLUMNS>;
@group(0) @binding(4) var<storage, read_write> y: array<f32, C_LENGTH>;

fn write(place: u32, column: u32, sum: f32) {
  y[place] = activate(fma(sum, scale[column], shift[column]));
}
