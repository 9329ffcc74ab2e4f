import { streamKernel } from './stream.ts';

function loop(output: Float64Array, x: Float64Array, _y: Float64Array, _scalar: number, from: number, end: number) {
  for (let i = from; i < end; i++) output[i] = x[i] as number;
}

export const copy = streamKernel({
  id: 'memory/copy',
  title: 'Copy, 64-bit elements',
  teaches: 'One array into another, the first of the four STREAM loops: each byte is read once and written once.',
  inputs: 1,
  flop: 0,
  loop,
  value: (x) => x,
});
