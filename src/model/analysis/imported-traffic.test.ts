import { expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Layer } from '../workload/layer.ts';
import { resolveStack } from '../workload/resolve.ts';
import { addCompulsory, noTraffic, opWeightElements } from './op-traffic.ts';

const opsOf = (layer: Layer, shape: readonly number[]) => {
  const [resolved] = unwrap(resolveStack({ id: 'test', name: 'Test', input: { shape }, layers: [layer] }, 1)).layers;
  return resolved?.ops ?? [];
};
const traffic = (layer: Layer, shape: readonly number[]) => {
  const sum = noTraffic();
  for (const op of opsOf(layer, shape)) addCompulsory(sum, op);
  return sum;
};

it('a mixture reads the experts that tokens use, and accounts for all', () => {
  const layer = { name: 'a', kind: 'experts', fields: { experts: 64, perToken: 2, hidden: 10 } };
  const expert = 3 * 6 * 10;
  expect(traffic(layer, [1, 6]).weights).toBe(64 * 6 + 2 * expert);
  expect(traffic(layer, [7, 6]).weights).toBe(64 * 6 + 14 * expert);
  expect(traffic(layer, [500, 6]).weights).toBe(64 * 6 + 64 * expert);
  expect(opsOf(layer, [7, 6]).reduce((sum, op) => sum + opWeightElements(op), 0)).toBe(64 * 6 + 64 * expert);
});

it('a transposed convolution reads its small input and writes its large output', () => {
  const layer = {
    name: 'a',
    kind: 'conv-transpose2d',
    fields: { outChannels: 8, kernel: [2], stride: [2], bias: false },
  };
  expect(traffic(layer, [16, 5, 7])).toMatchObject({ input: 16 * 35, outputWritten: 8 * 140, weights: 16 * 8 * 4 });
});
