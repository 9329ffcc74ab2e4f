import { type Bytes, bytes } from '#core/units.ts';
import type { Measurement, Run } from './record.ts';

/** One working set and what it cost. */
export interface CurvePoint {
  /** Bytes of the working set. */
  readonly size: Bytes;
  /** Seconds a hop of a latency curve, bytes a second of a bandwidth curve. */
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
  /** The measurement it came from. */
  readonly measurement: string;
}

/** Working sets in ascending order, each once. */
export interface Curve {
  readonly kind: 'latency' | 'shared' | 'private';
  readonly points: readonly CurvePoint[];
}

export const LATENCY_KERNEL = 'latency/chase';
const SET_KERNELS = { shared: 'memory/shared-set', private: 'memory/private-set' } as const;

type Measurements = Pick<Run, 'measurements'>;
type Read = (one: Measurement, size: number) => Pick<CurvePoint, 'value' | 'interval'> | null;

/** Points of one kernel by `problem.bytes`; of a size measured twice the later one. */
function curveOf(kind: Curve['kind'], kernel: string, { measurements }: Measurements, read: Read): Curve {
  const bySize = new Map<number, CurvePoint>();
  for (const one of measurements) {
    const size = one.problem['bytes'] ?? 0;
    if (one.kernel !== kernel || size <= 0) continue;
    const point = read(one, size);
    if (point !== null) bySize.set(size, { ...point, size: bytes(size), measurement: one.id });
  }
  return { kind, points: [...bySize.values()].toSorted((a, b) => a.size - b.size) };
}

/**
 * Latency against working set: seconds a hop of the pointer chase. The fastest pass counts, since whatever disturbs a chain
 * of dependent loads only makes it longer; the interval reaches from there to the upper end of the median's. An upper bound of
 * the memory's own latency: address arithmetic and a bounds check stand in the chain.
 */
export const latencyCurve = (run: Measurements): Curve =>
  curveOf('latency', LATENCY_KERNEL, run, ({ samples, median, interval, problem }) => {
    const hops = problem['hops'] ?? 0;
    if (hops <= 0) return null;
    const fastest = samples.reduce<number>((least, sample) => Math.min(least, sample), median);
    return { value: fastest / hops, interval: [fastest / hops, interval[1] / hops] };
  });

/**
 * Bandwidth against working set, bytes asked for a second: of one set that all workgroups share (size: the whole set), or of
 * a set of its own for each workgroup (size: that of ONE workgroup).
 */
export const workingSetCurve = (run: Measurements, form: 'shared' | 'private'): Curve =>
  curveOf(form, SET_KERNELS[form], run, ({ cost, median, interval }) =>
    cost.requested > 0
      ? {
          value: cost.requested / median,
          interval: [cost.requested / interval[1], cost.requested / interval[0]],
        }
      : null,
  );

/** All curves of a run; those that it did not measure are empty. */
export const curvesOf = (run: Measurements) => ({
  latency: latencyCurve(run),
  shared: workingSetCurve(run, 'shared'),
  private: workingSetCurve(run, 'private'),
});
