import { expect, it } from 'vitest';
import { kernelOf } from './plan.ts';
import { halved } from './smaller.ts';

it('half a chase does not end where it began either', () => {
  // 96 hops are one and a half rounds of 64 lines, and three whole ones of 32.
  expect(halved(kernelOf('latency/chase'), { bytes: 4096, hops: 96 })).toEqual({ bytes: 2048, hops: 97 });
  expect(halved(kernelOf('latency/chase'), { bytes: 4096, hops: 100 })).toEqual({ bytes: 2048, hops: 100 });
});
