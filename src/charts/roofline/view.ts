import type { Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import type { NumberFormat } from '#model/workload/number-format.ts';
import { selectedCeiling } from './ceilings.ts';
import type { Scales, View } from './scale.ts';

/** Domains end on quarters of a decade, so that a small edit does not move the axes. */
const QUARTER = 4;
const below = (value: number) => 10 ** (Math.floor(Math.log10(value) * QUARTER) / QUARTER);
const above = (value: number) => 10 ** (Math.ceil(Math.log10(value) * QUARTER) / QUARTER);
const drawable = (value: number) => Number.isFinite(value) && value > 0;

/** Right of a kernel stand its name and its error. */
const rightRoom = ({ kind, intensity }: RooflinePoint) => intensity * (kind === 'kernel' ? 4.5 : 2.5);

/** Whether a point has a place on logarithmic axes: a layer without FLOP, or without traffic here, has none. */
export const hasPlace = (point: RooflinePoint): boolean => drawable(point.intensity) && drawable(point.performance);

/**
 * The view that shows every point and every ridge of the chosen format, with room for the roofs to reach past both.
 * Widened to at least three decades each way.
 */
export function fitView(roofline: Roofline, format: NumberFormat, points: readonly RooflinePoint[]): View {
  const placed = points.filter(hasPlace);
  const peak = selectedCeiling(roofline, format)?.peak.value;
  const bandwidths = roofline.bandwidths.map((ceiling) => ceiling.bandwidth.value).filter(drawable);
  const peaks = roofline.computes.map((ceiling) => ceiling.peak.value).filter(drawable);
  const roof = peak ?? Math.max(...peaks, 1e9);
  const intensities = placed.map((point) => point.intensity);
  // A ridge far beyond the last point (a host link's) would squeeze everything else together.
  const far = 8 * Math.max(...intensities, 1);
  const ridges = bandwidths.map((bandwidth) => roof / bandwidth).filter((x, index) => index === 0 || x < far);
  const performances = placed.flatMap((point) => [
    point.performance,
    ...(point.interval ?? []).filter(drawable),
    ...(point.twin ? [point.twin.performance].filter(drawable) : []),
  ]);

  let left = below(Math.min(...intensities.map((x) => x / 1.6), ...ridges.map((x) => x / 12), 1e4));
  let right = above(Math.max(...placed.map(rightRoom), ...ridges.map((x) => x * 4), left * 10));
  if (right / left < 1e3) {
    const widen = Math.sqrt(1e3 / (right / left));
    left /= widen;
    right *= widen;
  }
  const top = above(Math.max(...peaks.map((y) => y * 2), ...performances.map((y) => y * 1.5), roof * 2));
  // The slowest roof is seen from the left edge on, or at least over the last decades below the compute roof.
  const slope = Math.max(roof / 300, Math.min(...bandwidths) * left);
  const floor = performances.length > 0 ? Math.min(slope, ...performances.map((y) => y / 2.5)) : roof / 3e3;
  return { x: [left, right], y: [below(floor), top] };
}

const shift = (domain: readonly [number, number], decades: number): readonly [number, number] => [
  domain[0] * 10 ** decades,
  domain[1] * 10 ** decades,
];

/** The plot dragged by pixels: what was under the pointer stays under it. */
export const panView = ({ view, x, y }: Scales, dx: number, dy: number): View => ({
  x: shift(view.x, -dx / x.decade),
  y: shift(view.y, -dy / y.decade),
});

const SPAN = { min: 0.2, max: 24 };

/** Zoomed by `factor` (over 1 is closer) about a pixel, which keeps its value. */
export function zoomView({ view, x, y }: Scales, px: number, py: number, factor: number): View {
  const about = (domain: readonly [number, number], centre: number): readonly [number, number] => {
    const low = Math.log10(domain[0]);
    const span = Math.log10(domain[1]) - low;
    const next = Math.min(SPAN.max, Math.max(SPAN.min, span / factor));
    const from = Math.log10(centre) - ((Math.log10(centre) - low) * next) / span;
    return [10 ** from, 10 ** (from + next)];
  };
  return { x: about(view.x, x.toValue(px)), y: about(view.y, y.toValue(py)) };
}

const span = ([low, high]: readonly [number, number]) => Math.log10(high / low);
const covers = (outer: readonly [number, number], inner: readonly [number, number]) =>
  outer[0] <= inner[0] && outer[1] >= inner[1] && span(outer) - span(inner) <= 0.75;

/** Keeps the old view while the new fit lies in it and does not leave it much too wide. */
export const settleView = (old: View, fit: View): View => (covers(old.x, fit.x) && covers(old.y, fit.y) ? old : fit);

const meet = (a: readonly [number, number], b: readonly [number, number]) => a[0] < b[1] && b[0] < a[1];
/** Whether a zoomed view still shows a part of what there is. */
export const viewsMeet = (a: View, b: View): boolean => meet(a.x, b.x) && meet(a.y, b.y);
