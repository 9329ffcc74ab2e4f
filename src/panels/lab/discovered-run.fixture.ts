import { bytes, seconds } from '#core/units.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleDiscovery, sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';

const HOPS = 1000;
/** Invented: 1.5 ns to 32 KiB, 6 ns to 4 MiB, 90 ns beyond. */
const latencyAt = (size: number) => (size <= 32_768 ? 1.5e-9 : size <= 4_194_304 ? 6e-9 : 90e-9);

/** A run of a discovery: a pointer chase over working sets from 4 KiB to 256 MiB and the tiers found. `slower` stretches its times. */
export function discoveredRun(over: Partial<Run> = {}, slower = 1): Run {
  const chase = Array.from({ length: 17 }, (_, power) => {
    const size = 4096 * 2 ** power;
    const time = seconds(HOPS * latencyAt(size) * slower);
    return sampleMeasurement({
      kernel: 'latency/chase',
      role: 'sweep',
      problem: { bytes: size, hops: HOPS },
      cost: { ...sampleMeasurement().cost, requested: bytes(4 * HOPS) },
      samples: [time, time, time],
      median: time,
      interval: [seconds(time * 0.98), seconds(time * 1.02)],
    });
  });
  const run = sampleRun({ suite: 'discover', machine: sampleDiscovery(), ...over });
  return { ...run, measurements: [...run.measurements, ...chase] };
}
