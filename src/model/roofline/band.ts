import { type FlopsPerByte, type FlopsPerSecond, flopsPerByte, flopsPerSecond } from '#core/units.ts';
import type { NumberFormat } from '../workload/number-format.ts';
import type { Roofline } from './roofline.ts';

/** Performance at one intensity when transfers overlap compute perfectly, and when they do not at all. */
export interface BandPoint {
  readonly intensity: FlopsPerByte;
  readonly upper: FlopsPerSecond;
  readonly lower: FlopsPerSecond;
}

/**
 * The band between max and sum of the two times of one FLOP, 1/peak and 1/(intensity · bandwidth): perfect overlap on
 * top, none below (JAX scaling book). The lower edge is half of the upper at the ridge point. null where the boundary's
 * bandwidth or the format's peak is unknown.
 */
export function bandAt(
  roofline: Roofline,
  boundary: string,
  format: NumberFormat,
  intensity: FlopsPerByte,
): BandPoint | null {
  const bandwidth = roofline.bandwidths.find(({ tier }) => tier === boundary)?.bandwidth.value;
  const peak = roofline.computes.find((ceiling) => ceiling.format === format)?.peak.value;
  if (bandwidth === undefined || peak === undefined) return null;
  const slope = intensity * bandwidth;
  return {
    intensity,
    upper: flopsPerSecond(Math.min(peak, slope)),
    lower: flopsPerSecond(1 / (1 / peak + 1 / slope)),
  };
}

/**
 * The band from `low` to `high` intensity at `count` places evenly spaced in the logarithm; empty where it is unknown.
 */
export function bandCurve(
  roofline: Roofline,
  boundary: string,
  format: NumberFormat,
  [low, high]: readonly [FlopsPerByte, FlopsPerByte],
  count = 49,
): readonly BandPoint[] {
  return Array.from({ length: count }, (_, index) =>
    bandAt(roofline, boundary, format, flopsPerByte(low * (high / low) ** (index / (count - 1)))),
  ).filter((point) => point !== null);
}
