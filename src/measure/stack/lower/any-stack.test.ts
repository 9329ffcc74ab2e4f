import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { arbitraryStack } from '#model/workload/arbitrary-stack.fixture.ts';
import type { ResolvedStack, Stack, StackItem } from '#model/workload/layer.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { PORTABLE } from '../portable.fixture.ts';
import { forward } from '../reference/forward.fixture.ts';
import { walkOnReferences } from '../walk.fixture.ts';
import { lowerStack } from './lower.ts';

/** Multiply-adds and elements that a stack of this test may have. */
const MOST = 200_000;

function small(stack: Stack, batch: number): ResolvedStack | null {
  const resolved = resolveStack(stack, batch);
  if (!resolved.ok) return null;
  const { layers } = resolved.value;
  const work = layers.reduce((sum, one) => sum + one.times * (one.macs + one.outputElements + one.weightElements), 0);
  return work <= MOST ? resolved.value : null;
}

/** The layers of a stack that fit one another, in their order. */
function fitting(stack: Stack, batch: number): ResolvedStack | null {
  let kept: StackItem[] = [];
  for (const item of stack.layers) if (small({ ...stack, layers: [...kept, item] }, batch)) kept = [...kept, item];
  return kept.length === 0 ? null : small({ ...stack, layers: kept }, batch);
}

it('computes any stack as its layers say, or names the layers that it cannot run', () => {
  let compared = 0;
  fc.assert(
    fc.property(arbitraryStack, fc.integer({ min: 1, max: 3 }), fc.boolean(), (stack, batch, fused) => {
      const resolved = fitting(stack, batch);
      if (resolved === null) return;
      const { skipped, ...program } = unwrap(lowerStack(resolved, { fused, adapter: PORTABLE }));
      for (const { layer, reason } of skipped) {
        expect(resolved.layers.map(({ path }) => path)).toContain(layer);
        expect(reason).toMatch(/\.$/);
      }
      const last = program.steps.at(-1);
      // What the last layers only view, no step writes.
      if (skipped.length > 0 || last === undefined || (resolved.layers.at(-1)?.ops.length ?? 0) === 0) return;
      const expected = forward(resolved).data;
      const found = walkOnReferences({ skipped, ...program }).get(last.writes) ?? [];
      if (resolved.layers.at(-1)?.outputs.length !== 1) return;
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
      expect(found).toHaveLength(expected.length);
      const worst = expected.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - (found[index] ?? Number.NaN))),
        0,
      );
      // Sums may cancel: what is left of them is as wrong as their terms, which are near 1.
      expect(worst).toBeLessThan(1e-3 * largest + 1e-4);
      compared++;
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(50);
}, 60_000);
