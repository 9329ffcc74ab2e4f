import { round, type Scales } from './scale.ts';

/** Performance with no overlap at all: the times of transfer and compute add up. */
const summed = (intensity: number, bandwidth: number, peak: number) => 1 / (1 / peak + 1 / (bandwidth * intensity));

/**
 * Outline of the band between perfect overlap (time is the maximum of transfer and compute) and none (their sum).
 * The two are furthest apart, a factor of two, at the ridge point.
 */
export function bandPath(scales: Scales, bandwidth: number, peak: number): string {
  const [left, right] = scales.view.x;
  const low = Math.log10(left);
  const span = Math.log10(right) - low;
  const floor = scales.y.range[0];
  const at = (x: number, performance: number) =>
    `${round(scales.x.toPixel(x))} ${round(Math.max(scales.y.range[1], Math.min(floor, scales.y.toPixel(performance))))}`;
  // The roof's two corners: where it enters through the floor, and the ridge.
  const corners = [left, scales.view.y[0] / bandwidth, peak / bandwidth, right].filter((x) => x >= left && x <= right);
  const upper = corners.map((x) => at(x, Math.min(peak, bandwidth * x)));
  const steps = 64;
  const lower = Array.from({ length: steps + 1 }, (_, step) => {
    const x = 10 ** (low + (span * (steps - step)) / steps);
    return at(x, summed(x, bandwidth, peak));
  });
  return `M${upper.join('L')}L${lower.join('L')}Z`;
}
