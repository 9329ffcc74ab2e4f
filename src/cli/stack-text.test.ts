import { expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { stackReport } from '#measure/record/stack/report.ts';
import { sampleStackRun } from '#measure/record/stack/sample-stack-run.fixture.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { stackText } from './stack-text.ts';

it('says of all layers in order what they took, within which interval, or why they have no time', () => {
  const resolved = unwrap(resolveStack(lenet5.build({}), 1));
  const textOf = (run: ReturnType<typeof sampleStackRun>) =>
    stackText(run, run.stack, unwrap(stackReport(run, resolved)));
  const run = sampleStackRun();
  const { whole } = run.stack;
  if (whole === null) throw new Error('the sample was timed as a whole');
  const wide = { ...whole, interval: [whole.median * 0.5, whole.median * 1.5] } as unknown as typeof whole;
  expect(textOf({ ...run, stack: { ...run.stack, whole: wide } })).toMatch(
    /All layers in order: 25\.2 ms measured, 95 % interval ±50 % \(/,
  );
  const skipped = [{ layer: 'fc1', reason: 'Too large here.' }];
  expect(textOf(sampleStackRun({ skipped }))).toContain('All layers in order: not timed, as layers are missing');
});
