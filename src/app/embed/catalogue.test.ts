import { expect, it } from 'vitest';
import { quickPlan } from '#measure/lab/quick.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { kernelById } from './catalogue.ts';

it.each(['nvidia', 'intel', 'software'])('the embed has every kernel that the quick suite asks for: %s', (vendor) => {
  const adapter = { ...sampleRun().adapter, vendor, fallback: vendor === 'software' };
  const planned = quickPlan(adapter).stages.flatMap((stage) => stage.plan([]));
  expect(planned.length).toBeGreaterThan(8);
  for (const { kernel } of planned) expect(kernelById(kernel.id)).toBe(kernel);
});
