import f16Source from '#shaders/matvec/f16.wgsl?raw';
import f32Source from '#shaders/matvec/f32.wgsl?raw';
import { HALF_WEIGHTS, SINGLE_WEIGHTS } from './plain-forms.ts';
import { rowsKernel } from './rows-kernel.ts';

export const matvecF32 = rowsKernel({
  id: 'matvec/f32',
  title: 'Matrix × vector, f32',
  teaches:
    'Every weight comes from memory for one multiply-add: what decoding a token does, and why the rate at which weights arrive is its speed.',
  source: f32Source,
  form: SINGLE_WEIGHTS,
});

export const matvecF16 = rowsKernel({
  id: 'matvec/f16',
  title: 'Matrix × vector, f16 weights',
  teaches:
    'The same matrix in half the bytes, unpacked on the way in and added up in f32, which needs no feature: twice as fast where bytes are the limit.',
  source: f16Source,
  form: HALF_WEIGHTS,
});
