import { type Quantity, quantity, type Unknowable } from '#core/quantity.ts';
import { type BytesPerSecond, bandwidthOf, type FlopsPerSecond, performanceOf, type Seconds } from '#core/units.ts';
import { ceilingMeasurement } from './derived.ts';
import { problemText } from './export.ts';
import type { Measurement, Run } from './record.ts';

/** `recorded` for a run that came from a file or a link. */
export type Origin = 'measured' | 'recorded';

/** A run whose figures are wanted, and what to say of where they come from. */
export interface RunSource {
  readonly run: Run;
  readonly origin: Origin;
  /** Device and environment, for a person. */
  readonly device: string;
}

const sourceOf = (one: Measurement, device: string): string =>
  `${one.kernel} (${problemText(one.problem)}) on ${device}, ${one.at.slice(0, 10)}`;

/** A rate with the interval of the time it came from, turned over. */
const rateOf = <T extends number>(
  one: Measurement,
  rate: (time: Seconds) => T,
  { origin, device }: RunSource,
): Quantity<T> => ({
  ...quantity(rate(one.median), origin, sourceOf(one, device)),
  interval: [rate(one.interval[1]), rate(one.interval[0])],
});

// A copy bounds both: it reads as fast as it writes. Nobody writes in a read, so that leaves the write unknown.
const isRead = ({ kernel }: Measurement) => kernel !== 'memory/write';
const isWrite = ({ kernel }: Measurement) => kernel === 'memory/write' || kernel === 'memory/copy';

// Past the caches each byte comes once; inside them what counts is what crosses the core–cache boundary.
const bytesRate = ({ role, cost }: Measurement, time: Seconds): BytesPerSecond =>
  bandwidthOf(role === 'memory-bandwidth' ? cost.compulsory : cost.moved, time);

export type BandwidthRole = 'memory-bandwidth' | 'cache-bandwidth';

/** The fastest that was measured in a role, of measurements that `accept` takes. */
export const fastest = (run: Run, role: BandwidthRole, accept: (one: Measurement) => boolean = () => true) =>
  ceilingMeasurement(run, role, (one) => bytesRate(one, one.median), accept);

/** Read and write bandwidth measured in a role, byte/s. */
export function measuredBandwidths(
  source: RunSource,
  role: BandwidthRole,
  accept: (one: Measurement) => boolean = () => true,
): { readonly read: Unknowable<BytesPerSecond>; readonly write: Unknowable<BytesPerSecond> } {
  const best = (direction: (one: Measurement) => boolean) => {
    const one = fastest(source.run, role, (each) => direction(each) && accept(each));
    return one && rateOf(one, (time) => bytesRate(one, time), source);
  };
  return { read: best(isRead), write: best(isWrite) };
}

/** The highest peak measured by kernels that `accept` takes, FLOP/s. */
export function measuredPeak(source: RunSource, accept: (kernel: string) => boolean): Unknowable<FlopsPerSecond> {
  const rate = ({ cost }: Measurement, time: Seconds) => performanceOf(cost.flop, time);
  const one = ceilingMeasurement(
    source.run,
    'compute-peak',
    (each) => rate(each, each.median),
    ({ kernel }) => accept(kernel),
  );
  return one && rateOf(one, (time) => rate(one, time), source);
}

/** Seconds that an empty dispatch takes; null where nobody measured it. */
export function measuredLaunch({ run, origin, device }: RunSource): Quantity<Seconds> | null {
  const one = run.measurements.find(({ kernel }) => kernel === 'overhead/dispatch');
  return one ? { ...quantity(one.median, origin, sourceOf(one, device)), interval: one.interval } : null;
}
