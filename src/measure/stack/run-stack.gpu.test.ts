import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import type { GpuRunner } from '../gpu/gpu-runner.ts';
import { openGpuRunner } from '../gpu/open-gpu.ts';
import { parseRun } from '../record/run-schema.ts';
import { lowerStack } from './lower/lower.ts';
import { runStack } from './run-stack.ts';

let runner: GpuRunner | null = null;
afterEach(() => {
  runner?.close();
  runner = null;
});
const never = new AbortController().signal;

describe('LeNet-5', () => {
  it.each([true, false])('fused: %s', async (fused) => {
    runner = unwrap(await openGpuRunner()(never));
    const resolved = unwrap(resolveStack(lenet5.build({}), 1));
    const program = unwrap(lowerStack(resolved, { fused, adapter: runner.adapter }));
    const run = await runStack(runner, program, { resolved, fused }, { signal: never });
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toMatchObject({ ok: true });
    expect(run.faults).toEqual([]);
    expect(run.stack).toMatchObject({ fused, batch: 1, skipped: [] });
    expect(run.stack?.whole?.median).toBeGreaterThan(0);
  });
});
