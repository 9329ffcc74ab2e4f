import int4Source from '#shaders/matvec/int4.wgsl?raw';
import int8Source from '#shaders/matvec/int8.wgsl?raw';
import { BYTE_WEIGHTS, NIBBLE_WEIGHTS } from './quantised-forms.ts';
import { rowsKernel } from './rows-kernel.ts';

export const matvecInt8 = rowsKernel({
  id: 'matvec/int8',
  title: 'Matrix × vector, int8 weights',
  teaches:
    'Whole numbers of 8 bits with a scale for each group of columns become f32 in registers only: a quarter of the bytes, for a few more instructions each.',
  source: int8Source,
  form: BYTE_WEIGHTS,
});

export const matvecInt4 = rowsKernel({
  id: 'matvec/int4',
  title: 'Matrix × vector, int4 weights',
  teaches:
    'Eight weights to a word and a scale to each group: a seventh of the bytes, so that unpacking them, not fetching them, may become what takes the time.',
  source: int4Source,
  form: NIBBLE_WEIGHTS,
});
