import { expect, it } from 'vitest';
import { sampleDiscovery } from '#measure/record/sample-run.ts';
import { endsOf, withEnd } from './boundaries.ts';

const RANGE = [4096, 2 ** 28] as const;
const ENDS = [32_768, 4_194_304];

it('reads the ends of the tiers; the last has none', () => {
  expect(endsOf(sampleDiscovery())).toEqual(ENDS);
});

it('moves one end, and no further than its neighbours and the sizes measured', () => {
  expect(withEnd(ENDS, 0, 65_536, RANGE)).toEqual([65_536, 4_194_304]);
  expect(withEnd(ENDS, 0, 1, RANGE)).toEqual([4096 * 1.05, 4_194_304]);
  expect(withEnd(ENDS, 0, 1e12, RANGE)[0]).toBeCloseTo(4_194_304 / 1.05);
  expect(withEnd(ENDS, 1, 1e12, RANGE)[1]).toBeCloseTo(2 ** 28 / 1.05);
  expect(withEnd(ENDS, 2, 65_536, RANGE)).toBe(ENDS);
  expect(withEnd([4096, 4097], 0, 4096.5, RANGE)).toEqual([4096, 4097]);
});
