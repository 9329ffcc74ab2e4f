import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { layerKinds } from '#model/workload/registry.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { PORTABLE } from '../portable.fixture.ts';
import { forward } from '../reference/forward.fixture.ts';
import { otherStacks, smallStacks } from '../small-stacks.fixture.ts';
import { walkOnReferences } from '../walk.fixture.ts';
import { lowerStack } from './lower.ts';

describe.each([...smallStacks, ...otherStacks].map((stack) => ({ id: stack.id, stack })))('$id', ({ stack }) => {
  it.each([false, true])('computes what its layers say, fused: %s', (fused) => {
    const resolved = unwrap(resolveStack(stack, 2));
    const program = unwrap(lowerStack(resolved, { fused, adapter: PORTABLE }));
    expect(program.skipped).toEqual([]);
    const result = walkOnReferences(program).get(program.steps.at(-1)?.writes ?? '') ?? new Float32Array();
    const expected = forward(resolved).data;
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(result).toHaveLength(expected.length);
    // Each step rounds to f32, a unit in the last place of 6e-8: some dozens of them amplify that a hundredfold at most.
    const worst = expected.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (result[index] ?? Number.NaN))),
      0,
    );
    expect(worst / largest).toBeLessThan(1e-5);
  });
});

/** Kinds that imported files need: they have costs and do not say what they compute, so that nothing here runs them. */
const COSTED = [
  'arithmetic',
  'conv-transpose2d',
  'copy',
  'experts',
  'function',
  'further-input',
  'opaque',
  'recurrent',
  'reduce',
];

it('has every kind of layer among them that can be run', () => {
  const kinds = [...smallStacks, ...otherStacks].flatMap(({ layers }) =>
    layers.flatMap((item) => ('layers' in item ? item.layers : [item])).map(({ kind }) => kind),
  );
  expect(new Set([...kinds, ...COSTED])).toEqual(new Set(layerKinds.map(({ kind }) => kind)));
  expect(kinds.filter((kind) => COSTED.includes(kind))).toEqual([]);
});
