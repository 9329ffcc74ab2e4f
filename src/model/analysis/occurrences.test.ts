import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Layer, Stack, StackItem } from '../workload/layer.ts';
import { resolveStack } from '../workload/resolve.ts';
import { type AnalysisSettings, OVERLAPS, RESIDENCIES } from './analysis.ts';
import { analyze } from './analyze.ts';
import { occurrencesOf } from './occurrences.ts';
import { COLD, machineOf } from './resolved.fixture.ts';

const linear = (name: string, ...inputs: string[]): Layer => ({
  name,
  kind: 'linear',
  fields: { outFeatures: 32, bias: false },
  ...(inputs.length > 0 && { inputs }),
});
const add = (name: string, ...inputs: string[]): Layer => ({ name, kind: 'add', fields: {}, inputs });

interface Blocks {
  readonly before?: readonly Layer[];
  readonly block: readonly Layer[];
  readonly after?: readonly Layer[];
}
const CASES: Readonly<Record<string, Blocks>> = {
  'two linears as the whole stack': { block: [linear('a'), linear('b')] },
  'a residual as the whole stack': { block: [linear('a'), linear('b'), add('sum', 'b', '@block')] },
  'a block that reads the stack input by name': { block: [linear('a'), add('sum', 'a', '@input')] },
  'a block that reads what is before it by name, and after it': {
    before: [linear('memory'), linear('start')],
    block: [linear('a'), add('mixed', 'a', 'memory'), add('sum', 'mixed', '@block')],
    after: [linear('end'), add('last', 'end', 'start')],
  },
};
const stackOf = (layers: readonly StackItem[]): Stack => ({ id: 's', name: 'S', input: { shape: [32] }, layers });

/** The same layers with the group, and written out by hand. */
function both({ before = [], block, after = [] }: Blocks, times: number): readonly [Stack, Stack] {
  const rolled = stackOf([...before, { name: 'group', kind: 'repeat', times, layers: block }, ...after]);
  const result = block.at(-1)?.name ?? '';
  const inside = new Set(block.map(({ name }) => name));
  const written: Layer[] = [...before];
  for (let copy = 1; copy <= times; copy++) {
    const start = copy === 1 ? (before.at(-1)?.name ?? '@input') : `${result}${copy - 1}`;
    for (const layer of block) {
      const inputs = layer.inputs?.map((name) =>
        name === '@block' ? start : inside.has(name) ? `${name}${copy}` : name,
      );
      written.push({ ...layer, name: `${layer.name}${copy}`, ...(inputs && { inputs }) });
    }
  }
  return [rolled, stackOf([...written, ...after])];
}

/** Tiers that hold one, two, three … vectors of 32 words of 4 bytes. */
const machines = [1, 2, 3, 4, 5, 8].map((vectors) =>
  machineOf(
    [
      { id: 'near', capacity: vectors * 128, bandwidth: 1e11, energy: 1e-13 },
      { id: 'far', capacity: 1e9, bandwidth: 1e9, energy: 4e-12 },
    ],
    { operandStore: 4096, energy: 1e-12, launch: 1e-6 },
  ),
);

function figures(stack: Stack, machine: (typeof machines)[number], settings: AnalysisSettings) {
  const { totals, layers } = unwrap(analyze(unwrap(resolveStack(stack, 1)), machine, settings));
  const sum = (index: number, key: 'read' | 'written' | 'compulsory') =>
    layers.reduce((total, { boundaries, layer }) => total + (boundaries[index]?.[key] ?? 0) * layer.times, 0);
  return {
    traffic: [0, 1].flatMap((index) => [sum(index, 'read'), sum(index, 'written'), sum(index, 'compulsory')]),
    totals,
  };
}

describe('a repeat group', () => {
  it.each(Object.entries(CASES))('moves and takes what the same layers written out do: %s', (_, blocks) => {
    for (const times of [1, 2, 3, 4, 5, 8])
      for (const machine of machines)
        for (const overlap of OVERLAPS)
          for (const residency of RESIDENCIES) {
            const settings: AnalysisSettings = { ...COLD, overlap, residency };
            const [rolled, written] = both(blocks, times).map((stack) => figures(stack, machine, settings));
            expect(rolled?.traffic.map((bytes) => Number(bytes.toPrecision(12)))).toEqual(written?.traffic);
            for (const key of ['timeLower', 'timeUpper', 'time', 'energy', 'peakMemory'] as const)
              expect((rolled?.totals[key] ?? 0) / (written?.totals[key] ?? 0)).toBeCloseTo(1, 12);
          }
  });

  it('reads home once and writes home once where it is the whole stack and all between stays near', () => {
    const [rolled] = both(CASES['two linears as the whole stack'] ?? { block: [] }, 4);
    const near = machines[3] ?? machineOf([]);
    const { layers } = unwrap(analyze(unwrap(resolveStack(rolled, 1)), near, { ...COLD, residency: 'warm' }));
    const [first, last] = layers.map(({ boundaries }) => boundaries[1]);
    // Weights of all four; the input of the first occurrence, the result of the last, a quarter each.
    expect(first).toMatchObject({ read: 4096 + 128 / 4, written: 0 });
    expect(last).toMatchObject({ read: 4096, written: 128 / 4 });
    expect(layers.map(({ residency }) => [residency.input, residency.output])).toEqual([
      ['near', 'near'],
      ['near', 'near'],
    ]);
  });

  it('is written out no more than four times', () => {
    const [rolled] = both(CASES['a residual as the whole stack'] ?? { block: [] }, 4096);
    const { rows, counts } = occurrencesOf(unwrap(resolveStack(rolled, 1)));
    expect(rows).toHaveLength(12);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3 * 4096);
  });
});
