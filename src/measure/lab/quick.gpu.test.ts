import { expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { openGpuRunner } from '../gpu/open-gpu.ts';
import { machineFromRun } from '../record/calibration.ts';
import { runToJson } from '../record/export.ts';
import { parseRunText } from '../record/run-schema.ts';
import { quickPlan } from './quick.ts';
import { runSuite, type SuiteProgress } from './run-suite.ts';

it('the quick suite gives verified kernels, ceilings and a run that can be saved', async () => {
  const { signal } = new AbortController();
  const runner = unwrap(await openGpuRunner()(signal));
  const progress: SuiteProgress[] = [];
  const run = await runSuite(runner, quickPlan(runner.adapter), { signal, onProgress: (step) => progress.push(step) });
  runner.close();
  expect(run.faults).toEqual([]);
  expect(run.measurements.length).toBeGreaterThanOrEqual(10);
  expect(run.measurements.filter((one) => one.kernel.startsWith('matmul/')).length).toBeGreaterThanOrEqual(6);
  expect(run.measurements.every((one) => one.verified.worst <= 1 && one.verified.rowsChecked > 0)).toBe(true);
  expect(progress.at(-1)).toMatchObject({ done: 10, total: 10, secondsLeft: 0 });
  expect(parseRunText(runToJson(run))).toEqual({ ok: true, value: run });
  const machine = machineFromRun(run);
  expect(machine?.tiers.map((tier) => tier.readBandwidth?.provenance)).toEqual(['measured', 'measured']);
  expect(machine?.units[0]?.peaks.f32?.provenance).toBe('measured');
  expect(runner.liveBuffers).toBe(0);
});
