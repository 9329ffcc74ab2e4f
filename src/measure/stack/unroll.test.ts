import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Stack, StackItem } from '#model/workload/layer.ts';
import { add, layer, linear, relu, repeat } from '#model/workload/presets/parts.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { MAX_UNROLLED, unroll } from './unroll.ts';

const resolved = (...layers: StackItem[]) => {
  const stack: Stack = { id: 's', name: 's', input: { shape: [4] }, layers };
  return unwrap(resolveStack(stack, 1));
};
/** `name ← what it reads`, node by node. */
const flow = (...layers: StackItem[]): readonly string[] =>
  unwrap(unroll(resolved(...layers))).map(({ id, inputs }) => {
    const read = inputs.map(({ node, output }) => `${node?.id ?? '@input'}${output > 0 ? ` (${output})` : ''}`);
    return `${id} ← ${read.join(', ')}`;
  });

describe('a stack written out', () => {
  it('joins the occurrences of a group, and what comes after to the last of them', () => {
    const block = [linear('up', 8), relu('act'), linear('down', 4, {}, ['act']), add('sum', 'down', '@block')];
    expect(flow(linear('first', 4), repeat('block', 3, block), add('out', 'block', 'first'))).toEqual([
      'first ← @input',
      'block/up ← first',
      'block/act ← block/up',
      'block/down ← block/act',
      'block/sum ← block/down, first',
      'block/up#2 ← block/sum',
      'block/act#2 ← block/up#2',
      'block/down#2 ← block/act#2',
      'block/sum#2 ← block/down#2, block/sum',
      'block/up#3 ← block/sum#2',
      'block/act#3 ← block/up#3',
      'block/down#3 ← block/act#3',
      'block/sum#3 ← block/down#3, block/sum#2',
      'out ← block/sum#3, first',
    ]);
  });

  it('reads what is outside the group by its name in every occurrence', () => {
    const block = [relu('act'), add('sum', 'act', 'first')];
    expect(flow(linear('first', 4), relu('second'), repeat('block', 2, block)).slice(2)).toEqual([
      'block/act ← second',
      'block/sum ← block/act, first',
      'block/act#2 ← block/sum',
      'block/sum#2 ← block/act#2, first',
    ]);
  });

  it('takes the input, and the outputs of a split by their numbers', () => {
    const parts = layer('split', 'parts', { axis: -1, sections: [1, 1, 2] });
    expect(flow(parts, add('sum', 'parts#1', 'parts'), add('last', 'sum', '@input'))).toEqual([
      'parts ← @input',
      'sum ← parts (1), parts',
      'last ← sum, @input',
    ]);
  });

  it('keeps two groups of one layer each apart', () => {
    expect(flow(repeat('a', 2, [relu('act')]), repeat('b', 2, [relu('act')]))).toEqual([
      'a/act ← @input',
      'a/act#2 ← a/act',
      'b/act ← a/act#2',
      'b/act#2 ← b/act',
    ]);
  });

  it('says when it is too long to be run', () => {
    const block = Array.from({ length: 5 }, (_, index) => relu(`act${index}`));
    const long = unroll(resolved(repeat('block', 4000, block)));
    expect(long).toMatchObject({ ok: false, error: expect.stringContaining('20,000 layers') });
    expect(20_000).toBeGreaterThan(MAX_UNROLLED);
  });
});
