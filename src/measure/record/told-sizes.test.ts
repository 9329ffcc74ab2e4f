import { expect, it } from 'vitest';
import { toldSizes } from './told-sizes.ts';

it('leaves out what a convolution mostly is, and nothing else', () => {
  const usual = { batch: 1, strideHeight: 1, strideWidth: 1, padTop: 0, groups: 1, activation: 0 };
  expect(toldSizes({ inChannels: 1, ...usual })).toEqual({ inChannels: 1 });
  const told = { batch: 2, strideHeight: 2, padTop: 1, groups: 32, activation: 1 };
  expect(toldSizes(told)).toEqual(told);
  expect(toldSizes({ m: 1, n: 0, elements: 1 })).toEqual({ m: 1, n: 0, elements: 1 });
});
