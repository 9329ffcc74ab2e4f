import type { BandwidthCeiling, ComputeCeiling, Roofline } from '#model/roofline/roofline.ts';
import type { NumberFormat } from '#model/workload/number-format.ts';
import { round } from '../log-scale.ts';
import { type CeilingKey, selectedCeiling } from './ceilings.ts';
import type { Scales } from './scale.ts';

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface BandwidthRoof {
  readonly key: CeilingKey;
  readonly ceiling: BandwidthCeiling;
  /** Place of its tier, nearest first: chooses the hue. */
  readonly order: number;
  /** Up to the compute roof of the chosen format; null where it is outside the view. */
  readonly solid: Segment | null;
  /** Past it, up to the highest compute roof: other formats would get there. */
  readonly beyond: Segment | null;
  /** Where it meets the chosen compute roof. */
  readonly ridge: { readonly x: number; readonly y: number; readonly intensity: number } | null;
  /** Outline of the 95 % interval, where it is wide enough to see. */
  readonly interval: string | null;
}

export interface ComputeRoof {
  readonly key: CeilingKey;
  /** More than one where several formats have peaks within a few pixels; the chosen one is first. */
  readonly ceilings: readonly ComputeCeiling[];
  readonly selected: boolean;
  readonly line: Segment;
  readonly interval: string | null;
}

export interface Roofs {
  readonly bandwidths: readonly BandwidthRoof[];
  readonly computes: readonly ComputeRoof[];
}

/** Peaks closer than this share one line and one label. */
const MERGE_PIXELS = 5;

/** The part of y = bandwidth · x between two performances that lies in the view. */
export function slantedSegment(scales: Scales, bandwidth: number, low: number, high: number): Segment | null {
  const [left, right] = scales.view.x;
  const [floor, top] = scales.view.y;
  const from = Math.max(left, Math.max(floor, low) / bandwidth);
  const to = Math.min(right, Math.min(top, high) / bandwidth);
  if (!(from < to)) return null;
  return {
    x1: round(scales.x.toPixel(from)),
    y1: round(scales.y.toPixel(from * bandwidth)),
    x2: round(scales.x.toPixel(to)),
    y2: round(scales.y.toPixel(to * bandwidth)),
  };
}

/** A flat roof from its highest bandwidth roof to the right edge; null where it is above or below the view. */
export function flatSegment(scales: Scales, peak: number, fastest: number): Segment | null {
  const [floor, top] = scales.view.y;
  const [left, right] = scales.view.x;
  const from = Math.max(left, peak / fastest);
  if (peak > top || peak < floor || from >= right) return null;
  const y = round(scales.y.toPixel(peak));
  return { x1: round(scales.x.toPixel(from)), y1: y, x2: round(scales.x.toPixel(right)), y2: y };
}

const outline = (upper: Segment | null, lower: Segment | null): string | null => {
  if (!upper || !lower || Math.abs(upper.y1 - lower.y1) + Math.abs(upper.x1 - lower.x1) < 1) return null;
  return `M${upper.x1} ${upper.y1}L${upper.x2} ${upper.y2}L${lower.x2} ${lower.y2}L${lower.x1} ${lower.y1}Z`;
};

function bandwidthRoof(scales: Scales, ceiling: BandwidthCeiling, order: number, peak: number, highest: number) {
  const { value, interval } = ceiling.bandwidth;
  const intensity = peak / value;
  const ridge =
    peak <= scales.view.y[1] &&
    peak >= scales.view.y[0] &&
    intensity >= scales.view.x[0] &&
    intensity <= scales.view.x[1];
  return {
    key: { type: 'bandwidth', tier: ceiling.tier },
    ceiling,
    order,
    solid: slantedSegment(scales, value, 0, peak),
    beyond: highest > peak ? slantedSegment(scales, value, peak, highest) : null,
    ridge: ridge ? { x: round(scales.x.toPixel(intensity)), y: round(scales.y.toPixel(peak)), intensity } : null,
    interval:
      interval === undefined
        ? null
        : outline(slantedSegment(scales, interval[1], 0, peak), slantedSegment(scales, interval[0], 0, peak)),
  } satisfies BandwidthRoof;
}

function computeRoofs(
  roofline: Roofline,
  scales: Scales,
  selected: ComputeCeiling | null,
  fastest: number,
): ComputeRoof[] {
  const roofs: { ceilings: ComputeCeiling[]; selected: boolean; line: Segment }[] = [];
  const others = roofline.computes.filter((ceiling) => ceiling !== selected);
  for (const ceiling of [...(selected ? [selected] : []), ...others]) {
    const line = flatSegment(scales, ceiling.peak.value, fastest);
    if (line === null) continue;
    const near = roofs.find((roof) => Math.abs(roof.line.y1 - line.y1) < MERGE_PIXELS);
    if (near) near.ceilings.push(ceiling);
    else roofs.push({ ceilings: [ceiling], selected: ceiling === selected, line });
  }
  return roofs.flatMap((roof) => {
    const [first] = roof.ceilings;
    if (!first) return [];
    const bounds = first.peak.interval;
    const interval = bounds
      ? outline(flatSegment(scales, bounds[1], fastest), flatSegment(scales, bounds[0], fastest))
      : null;
    return [{ ...roof, interval, key: { type: 'peak', unit: first.unit, format: first.format } }];
  });
}

/** Every roof clipped to the view: bandwidth roofs end at the compute roof of the chosen format. */
export function layoutRoofs(roofline: Roofline, format: NumberFormat, scales: Scales): Roofs {
  const selected = selectedCeiling(roofline, format);
  const peak = selected?.peak.value ?? Number.POSITIVE_INFINITY;
  const highest = Math.max(0, ...roofline.computes.map((ceiling) => ceiling.peak.value));
  const fastest = Math.max(0, ...roofline.bandwidths.map((ceiling) => ceiling.bandwidth.value));
  return {
    bandwidths: roofline.bandwidths.map((ceiling, order) => bandwidthRoof(scales, ceiling, order, peak, highest)),
    computes: computeRoofs(roofline, scales, selected, fastest || Number.POSITIVE_INFINITY),
  };
}
