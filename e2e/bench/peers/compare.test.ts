import { expect, test } from 'vitest';
import { ratiosOf, rotated, type Standing, tableOf, verdictOf } from './compare.ts';

const standing = (name: string, samples: readonly number[], more: Partial<Standing> = {}): Standing => ({
  name,
  samples,
  gpuSamples: [],
  wrong: null,
  ...more,
});
const task = (...standings: readonly Standing[]) => ({ title: 'matmul', flop: 2e9, standings });

test('each contender stands at each place equally often', () => {
  const places = Array.from({ length: 4 }, (_, round) => rotated(4, round));
  for (const place of [0, 1, 2, 3]) expect(places.map((order) => order[place]).toSorted()).toEqual([0, 1, 2, 3]);
});

test('ratios are of the rounds, so that a slow minute of the machine is in both', () => {
  const result = task(standing('ours', [1, 10, 1]), standing('slow', [4, 40, 4]), standing('fast', [2, 20, 2]));
  expect(ratiosOf(result)).toEqual([
    { peer: 'fast', ratio: 2, spread: [2, 2] },
    { peer: 'slow', ratio: 4, spread: [4, 4] },
  ]);
  expect(verdictOf(result)).toBe('matmul: 2.00× as fast as the best peer, fast.');
});

test('a peer whose result is wrong is not compared, and the table says why', () => {
  const result = task(standing('ours', [1]), standing('broken', [0.1], { wrong: 'row 3 is off' }));
  expect(ratiosOf(result)).toEqual([]);
  expect(tableOf(result).join('\n')).toContain('wrong result, not compared: row 3 is off');
  expect(verdictOf(result)).toBe('matmul: nothing to compare.');
});

test('where we lose is said', () => {
  const result = task(standing('ours', [2]), standing('peer', [1]));
  expect(verdictOf(result)).toBe('matmul: we lose to peer, which takes 0.500 of our time.');
});

test('a peer that lacks the operation stands in the table with the reason', () => {
  const lines = tableOf(task(standing('ours', [1]), standing('peer', [], { detail: 'has no attention' })));
  expect(lines.at(-1)).toMatch(/peer +has no attention/);
});
