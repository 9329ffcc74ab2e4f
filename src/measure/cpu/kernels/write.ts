import { streamKernel } from './stream.ts';

function loop(output: Float64Array, _x: Float64Array, _y: Float64Array, scalar: number, from: number, end: number) {
  for (let i = from; i < end; i++) output[i] = scalar;
}

export const write = streamKernel({
  id: 'memory/write',
  title: 'Write, 64-bit elements',
  teaches:
    'Stores alone, one 64-bit element at a time: a processor reads each line before it writes to it, which this hides.',
  inputs: 0,
  flop: 0,
  loop,
  value: (_x, _y, scalar) => scalar,
});
