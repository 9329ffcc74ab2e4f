import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import type { GpuRunner } from '../gpu/gpu-runner.ts';
import { openGpuRunner } from '../gpu/open-gpu.ts';
import { parseRun } from '../record/run-schema.ts';
import { stackReport } from '../record/stack/report.ts';
import { lowerStack } from './lower/lower.ts';
import { runStack } from './run-stack.ts';
import { smallStacks } from './small-stacks.fixture.ts';

let runner: GpuRunner | null = null;
afterEach(() => {
  runner?.close();
  runner = null;
});
const never = new AbortController().signal;

async function run(stack: Parameters<typeof resolveStack>[0], fused: boolean, batch = 1) {
  runner = unwrap(await openGpuRunner()(never));
  const resolved = unwrap(resolveStack(stack, batch));
  const program = unwrap(lowerStack(resolved, { fused, adapter: runner.adapter }));
  return { resolved, run: await runStack(runner, program, { resolved, fused }, { signal: never }) };
}

describe('LeNet-5', () => {
  it.each([true, false])('fused: %s', async (fused) => {
    const made = await run(lenet5.build({}), fused);
    expect(parseRun(JSON.parse(JSON.stringify(made.run)))).toMatchObject({ ok: true });
    expect(made.run.faults).toEqual([]);
    expect(made.run.stack).toMatchObject({ fused, batch: 1, skipped: [] });
    expect(made.run.stack?.whole?.median).toBeGreaterThan(0);
  });
});

describe('the five small stacks beside the model', () => {
  it.each(smallStacks.map((stack) => [stack.name, stack] as const))('%s', async (_, stack) => {
    const made = await run(stack, true, 2);
    const { comparison } = unwrap(stackReport(unwrap(parseRun(JSON.parse(JSON.stringify(made.run)))), made.resolved));
    const { rows, skipped, coverage, meanError, tau } = comparison;
    expect(rows.length).toBeGreaterThan(1);
    for (const { error } of rows) expect(error).toBeGreaterThan(-1);
    expect(meanError).toBeGreaterThan(0);
    expect(Math.abs(tau ?? Number.NaN)).toBeLessThanOrEqual(1);
    // On a busy machine the clock may be too coarse for a small layer: it is missing by name, never silently.
    const compared = rows.flatMap(({ layers }) => layers.map(({ layer }) => layer));
    const missing = skipped.map(({ layer }) => layer);
    const working = made.resolved.layers.filter(({ ops }) => ops.length > 0).map(({ path }) => path);
    expect([...compared, ...missing].toSorted()).toEqual(working.toSorted());
    for (const share of [coverage.time, coverage.flop])
      if (missing.length === 0) expect(share).toBeCloseTo(1);
      else expect(share).toBeLessThan(1);
  });
});
