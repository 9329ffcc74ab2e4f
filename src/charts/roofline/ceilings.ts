import { bytesPerSecond, flopsPerSecond } from '#core/units.ts';
import type { ComputeCeiling, Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import type { NumberFormat } from '#model/workload/number-format.ts';

/** Every boundary at once, or the id of the tier whose boundary the bytes are counted at. */
export type Boundary = string | 'all';

/** Names one roof. */
export type CeilingKey =
  | { readonly type: 'bandwidth'; readonly tier: string }
  | { readonly type: 'peak'; readonly unit: string; readonly format: NumberFormat };

/** A roof on its way to a new height. `value` is B/s or FLOP/s. */
export type CeilingDraft = CeilingKey & { readonly value: number };

/** What the page is told while a roof is dragged: once a frame, then once at the end. */
export type CeilingChange = CeilingDraft & { readonly phase: 'move' | 'end' | 'cancel' };

export const keyText = (key: CeilingKey): string =>
  key.type === 'bandwidth' ? `bandwidth:${key.tier}` : `peak:${key.unit}:${key.format}`;

export const sameCeiling = (a: CeilingKey, b: CeilingKey): boolean => keyText(a) === keyText(b);

/** The compute roof that counts: the highest peak in the chosen format, or null where the machine cannot run it. */
export function selectedCeiling(roofline: Roofline, format: NumberFormat): ComputeCeiling | null {
  let best: ComputeCeiling | null = null;
  for (const ceiling of roofline.computes)
    if (ceiling.format === format && (best === null || ceiling.peak.value > best.peak.value)) best = ceiling;
  return best;
}

/** The roofline with one roof moved: what the chart shows during a drag. */
export function withCeiling(roofline: Roofline, draft: CeilingDraft | null): Roofline {
  if (draft === null) return roofline;
  const source = 'edited by hand';
  if (draft.type === 'bandwidth')
    return {
      ...roofline,
      bandwidths: roofline.bandwidths.map((ceiling) =>
        ceiling.tier === draft.tier
          ? { ...ceiling, bandwidth: { value: bytesPerSecond(draft.value), provenance: 'derived', source } }
          : ceiling,
      ),
    };
  return {
    ...roofline,
    computes: roofline.computes.map((ceiling) =>
      ceiling.unit === draft.unit && ceiling.format === draft.format
        ? { ...ceiling, peak: { value: flopsPerSecond(draft.value), provenance: 'derived', source } }
        : ceiling,
    ),
  };
}

/** Value of a roof, or null where the machine has no such roof. */
export function ceilingValue(roofline: Roofline, key: CeilingKey): number | null {
  if (key.type === 'bandwidth')
    return roofline.bandwidths.find((ceiling) => ceiling.tier === key.tier)?.bandwidth.value ?? null;
  const found = roofline.computes.find((ceiling) => ceiling.unit === key.unit && ceiling.format === key.format);
  return found?.peak.value ?? null;
}

export const LOWEST_CEILING = 1e3;
/** Larger numbers print with an exponent, which ARIA refuses. */
export const HIGHEST_CEILING = 1e20;

/** Three significant digits, so that a dragged roof has a value that a person would write. */
export const roundCeiling = (value: number): number =>
  Number(Math.min(HIGHEST_CEILING, Math.max(LOWEST_CEILING, value)).toPrecision(3));

/** One press of an arrow key. */
export const CEILING_STEP = 1.05;

/** The tier whose max–sum band is drawn: the chosen one; with all boundaries, the one that bounds most of the time. */
export function bandTier(roofline: Roofline, boundary: Boundary, points: readonly RooflinePoint[]): string | null {
  if (roofline.bandwidths.some((ceiling) => ceiling.tier === boundary)) return boundary;
  const time = new Map<string, number>();
  for (const point of points) time.set(point.boundBy, (time.get(point.boundBy) ?? 0) + point.time);
  let best = roofline.bandwidths.at(-1)?.tier ?? null;
  let most = 0;
  for (const { tier } of roofline.bandwidths) {
    const share = time.get(tier) ?? 0;
    if (share > most) {
      most = share;
      best = tier;
    }
  }
  return best;
}
