import { seconds } from '#core/units.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleChase, sampleDiscovery, sampleRun } from '#measure/record/sample-run.ts';

/** A run of a discovery: its pointer chase and the tiers found. `slower` stretches the chase's times. */
export function discoveredRun(over: Partial<Run> = {}, slower = 1): Run {
  const run = sampleRun({ suite: 'discover', machine: sampleDiscovery(), ...over });
  const chase = sampleChase().map((one) => {
    const median = seconds(one.median * slower);
    return { ...one, samples: [median], median, interval: [median, median] as const };
  });
  return { ...run, measurements: [...run.measurements, ...chase] };
}
