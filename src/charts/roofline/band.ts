import { flopsPerByte } from '#core/units.ts';
import { bandAt, bandCurve } from '#model/roofline/band.ts';
import type { Roofline } from '#model/roofline/roofline.ts';
import type { NumberFormat } from '#model/workload/number-format.ts';
import { round } from '../log-scale.ts';
import type { Scales } from './scale.ts';

/**
 * Outline of the band between perfect overlap (time is the maximum of transfer and compute) and none (their sum); null
 * where a roof is unknown.
 */
export function bandPath(scales: Scales, roofline: Roofline, tier: string, format: NumberFormat): string | null {
  const bandwidth = roofline.bandwidths.find((ceiling) => ceiling.tier === tier)?.bandwidth.value;
  const [left, right] = scales.view.x;
  const [floor, top] = scales.y.range;
  const lower = bandCurve(roofline, tier, format, [flopsPerByte(left), flopsPerByte(right)], 65);
  if (bandwidth === undefined || lower.length === 0) return null;
  const at = (x: number, performance: number) =>
    `${round(scales.x.toPixel(x))} ${round(Math.max(top, Math.min(floor, scales.y.toPixel(performance))))}`;
  const peak = roofline.computes.find((ceiling) => ceiling.format === format)?.peak.value ?? 0;
  // The roof's corners: where it enters through the floor, and the ridge.
  const corners = [left, scales.view.y[0] / bandwidth, peak / bandwidth, right]
    .filter((x) => x >= left && x <= right)
    .flatMap((x) => bandAt(roofline, tier, format, flopsPerByte(x)) ?? []);
  const upper = corners.map((point) => at(point.intensity, point.upper));
  return `M${upper.join('L')}L${lower
    .toReversed()
    .map((point) => at(point.intensity, point.lower))
    .join('L')}Z`;
}
