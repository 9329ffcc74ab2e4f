import { streamKernel } from './stream.ts';

function loop(output: Float64Array, x: Float64Array, _y: Float64Array, scalar: number, from: number, end: number) {
  for (let i = from; i < end; i++) output[i] = scalar * (x[i] as number);
}

export const scale = streamKernel({
  id: 'memory/scale',
  title: 'Scale, 64-bit elements',
  teaches: 'A copy with a multiplication on the way: where it takes as long as the copy, the arithmetic is free.',
  inputs: 1,
  flop: 1,
  loop,
  value: (x, _y, scalar) => scalar * x,
});
