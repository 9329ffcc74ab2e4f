import { afterEach, expect, it, vi } from 'vitest';
import { unwrap } from '#core/result.ts';
import { kernelOf, never } from './faulty-gpu.fixture.ts';
import type { GpuRunner } from './gpu-runner.ts';
import { openGpuRunner } from './open-gpu.ts';

let runner: GpuRunner | null = null;
afterEach(() => {
  vi.restoreAllMocks();
  runner?.close();
  runner = null;
});

/** Measures a chase whose dispatches each walk a seventh of it; `skip` says which dispatches of the device are left out. */
async function measure(skip: (dispatch: number, workgroups: number) => boolean, rotation = 1) {
  runner = unwrap(await openGpuRunner()(never));
  const dispatches: number[] = [];
  const original = GPUComputePassEncoder.prototype.dispatchWorkgroups;
  vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups').mockImplementation(function (
    this: GPUComputePassEncoder,
    ...groups
  ) {
    dispatches.push(groups[0]);
    if (!skip(dispatches.length, groups[0])) original.apply(this, groups);
  });
  const measured = await runner.measure(
    {
      kernel: kernelOf('latency/chase'),
      problem: { bytes: 64 * 7001, hops: 1000 },
      role: 'sweep',
      rotation,
      pairs: 3,
      passSeconds: 0.002,
      budgetSeconds: 10,
    },
    never,
  );
  return { measured, dispatches };
}

it.each([1, 3])('goes on where the last dispatch ended, in %d sets of buffers, and is verified whole', async (sets) => {
  const { measured, dispatches } = await measure(() => false, sets);
  expect(unwrap(measured).verified).toMatchObject({ whole: true, rows: sets });
  // The lines of each set were looked at once, before all else.
  expect(dispatches.slice(0, sets + 1).map((groups) => groups > 1)).toEqual([...Array(sets).fill(true), false]);
  expect(dispatches.slice(sets).every((groups) => groups === 1)).toBe(true);
  expect(dispatches.length - sets).toBeGreaterThan(8);
});

it('finds a single dispatch that did not run', async () => {
  const { measured } = await measure((dispatch) => dispatch === 5);
  expect(measured).toMatchObject({ ok: false, error: { kind: 'wrong-result' } });
  expect(!measured.ok && measured.error.message + measured.error.detail).toContain('dispatches, not');
});
