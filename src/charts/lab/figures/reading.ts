import type { Curve } from '#measure/record/curves.ts';
import { problemText } from '#measure/record/export.ts';
import type { DiscoveredTier, Discovery, Measurement, Run } from '#measure/record/record.ts';
import type { FigurePoint, TierRegion } from '../figure.ts';

/** What a figure is made from. */
export interface Source {
  readonly run: Run;
  readonly provenance: 'measured' | 'recorded';
  /** The tiers to shade: those found, or where a person put them. */
  readonly discovery: Pick<Discovery, 'tiers' | 'range'> | null;
}

/** A value with its 95 % interval; null for what is modelled. */
export type Reading = Pick<FigurePoint, 'y' | 'interval' | 'label'>;

const labelOf = ({ kernel, problem }: Measurement): string => `${kernel} (${problemText(problem)})`;

/** Work a second: bytes or operations over the time of a dispatch. */
export function rateOf(one: Measurement, work: number): Reading {
  const [low, high] = one.interval;
  return { y: work / one.median, interval: [work / high, work / low], label: labelOf(one) };
}

/** Seconds of a dispatch, or of whatever else the kernel times. */
export const timeOf = (one: Measurement): Reading => ({ y: one.median, interval: one.interval, label: labelOf(one) });

/** Kernel's measurement; of several the latest. One that was laid out to stay in a cache stands for no stream. */
export const latest = ({ run }: Source, kernel: string): Measurement | null =>
  run.measurements.findLast((one) => one.kernel === kernel && one.role !== 'cache-bandwidth') ?? null;

/**
 * A kernel's measurements that differ in one size alone, ascending, each size once: of several such groups the one with the
 * most points.
 */
export function sweepOf({ run }: Source, kernel: string, key: string): readonly (readonly [number, Measurement])[] {
  const groups = new Map<string, Map<number, Measurement>>();
  for (const one of run.measurements) {
    const { [key]: size, ...others } = one.problem;
    if (one.kernel !== kernel || size === undefined || size <= 0) continue;
    const group = groups.get(problemText(others)) ?? new Map<number, Measurement>();
    groups.set(problemText(others), group.set(size, one));
  }
  const [largest] = [...groups.values()].toSorted((a, b) => b.size - a.size);
  return [...(largest ?? [])].toSorted(([a], [b]) => a - b);
}

/** Points of a sweep; those without any work are left out. */
export const pointsOf = (
  sweep: readonly (readonly [number, Measurement])[],
  work: (one: Measurement) => number | undefined,
): readonly FigurePoint[] =>
  sweep.flatMap(([x, one]) => {
    const done = work(one);
    return done !== undefined && done > 0 ? [{ x, ...rateOf(one, done) }] : [];
  });

/** Points of a curve against the working set. */
export function curvePoints({ run }: Source, { points }: Curve): readonly FigurePoint[] {
  const byId = new Map(run.measurements.map((one) => [one.id, labelOf(one)]));
  return points.map(({ size, value, interval, measurement }) => ({
    x: size,
    y: value,
    interval,
    label: byId.get(measurement) ?? measurement,
  }));
}

/** Whether the samples tell two values apart: their 95 % intervals do not overlap. */
export const differ = ({ interval: a }: Reading, { interval: b }: Reading): boolean =>
  a !== null && b !== null && (a[0] > b[1] || a[1] < b[0]);

export const largest = <T extends Reading>(points: readonly T[]): T | null =>
  points.reduce<T | null>((most, point) => (most === null || point.y > most.y ? point : most), null);

/** Where the tiers lie under a curve, bytes. */
export function regionsOf(
  tiers: readonly DiscoveredTier[],
  [least, most]: readonly [number, number],
): readonly TierRegion[] {
  return tiers.map(({ id, name, capacity, confidence }, index) => {
    const last = index === tiers.length - 1;
    return {
      id,
      name,
      from: tiers[index - 1]?.capacity?.value ?? least,
      to: last ? most : (capacity?.value ?? most),
      toInterval: last ? null : (capacity?.interval ?? null),
      confidence,
    };
  });
}

export const tiersOf = ({ discovery }: Source): readonly TierRegion[] =>
  discovery ? regionsOf(discovery.tiers, discovery.range) : [];
