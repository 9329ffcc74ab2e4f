import source from '#shaders/matvec/2-4.wgsl?raw';

import { rowsKernel } from './rows-kernel.ts';
import { TWO_OF_FOUR } from './two-of-four.ts';

export const twoOfFour = rowsKernel({
  id: 'matvec/2-4',
  title: 'Matrix × vector, two of four',
  teaches:
    'Of each four neighbouring weights the two largest stay, with two bits each for their place: half the products and nearly half the bytes, in a pattern that keeps neighbours together.',
  source,
  form: TWO_OF_FOUR,
});
