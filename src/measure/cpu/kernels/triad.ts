import { streamKernel } from './stream.ts';

function loop(output: Float64Array, x: Float64Array, y: Float64Array, scalar: number, from: number, end: number) {
  for (let i = from; i < end; i++) output[i] = (x[i] as number) + scalar * (y[i] as number);
}

export const triad = streamKernel({
  id: 'memory/triad',
  title: 'Triad, 64-bit elements',
  teaches: 'Two arrays in, one out, a multiply-add an element: the loop by which STREAM ranks machines.',
  inputs: 2,
  flop: 2,
  loop,
  // No fused multiply-add in JavaScript: both round.
  value: (x, y, scalar) => x + scalar * y,
});
