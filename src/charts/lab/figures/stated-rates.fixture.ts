import { quantity } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flops, seconds } from '#core/units.ts';
import type { DiscoveredTier, Measurement, Run } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import type { Figure } from '../figure.ts';
import { figuresOf } from '../figures.ts';

const WORK = 1e9;

interface Rate {
  readonly role?: Measurement['role'];
  /** Bytes moved for each that is asked for. */
  readonly moved?: number;
  /** Half the interval, as a share of the median. */
  readonly spread?: number;
}
/** For tests: a measurement that does 10⁹ bytes and operations of work at so much a second. */
export function rate(kernel: string, problem: Measurement['problem'], perSecond: number, over: Rate = {}): Measurement {
  const { role = 'sweep', moved = 1, spread = 0.01 } = over;
  const time = WORK / perSecond;
  const work = bytes(WORK);
  return sampleMeasurement({
    kernel,
    problem,
    role,
    samples: [seconds(time)],
    median: seconds(time),
    interval: [seconds(time * (1 - spread)), seconds(time * (1 + spread))],
    cost: {
      flop: flops(WORK),
      requested: work,
      moved: bytes(WORK * moved),
      useful: work,
      tiled: work,
      compulsory: work,
      workgroup: work,
    },
  });
}
const GPU = sampleRun();
export const SOFTWARE: Partial<Run> = { adapter: { ...GPU.adapter, fallback: true } };
export const CPU: Partial<Run> = { engine: 'cpu' };

/** A figure of a run that measured just this; `tiers` as a discovery found them. */
export function figure(
  id: string,
  measurements: readonly Measurement[],
  over: Partial<Run> = {},
  tiers?: readonly DiscoveredTier[],
) {
  const discovery = tiers ? { tiers, range: [bytes(4096), bytes(2 ** 26)] as const } : null;
  const run = { ...GPU, measurements, ...over };
  return figuresOf(run, 'measured', discovery).find((one) => one.id === id) as Figure;
}
/** What a figure of these measurements says, with plain spaces. */
export const said = (...asked: Parameters<typeof figure>) => figure(...asked).takeaway.replaceAll('\u00a0', ' ');

const tier = (
  id: number,
  name: string,
  capacity: number | null,
  latency: number,
  bandwidth: number,
): DiscoveredTier => ({
  id: `tier-${id}`,
  name,
  capacity: capacity === null ? null : quantity(bytes(capacity), 'measured'),
  latency: quantity(seconds(latency), 'measured'),
  bandwidth: quantity(bytesPerSecond(bandwidth), 'measured'),
  confidence: 0.9,
});
export const TIERS = [
  tier(1, 'L1', 2 ** 15, 1.6e-9, 3e10),
  tier(2, 'L2', 2 ** 20, 4.3e-9, 2e10),
  tier(3, 'Memory', null, 1.63e-7, 8e9),
];
