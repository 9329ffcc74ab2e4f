import type { Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import type { Boundary } from './ceilings.ts';
import { hasPlace } from './view.ts';

export interface Shown {
  readonly boundary: Boundary;
  readonly modelled: boolean;
  readonly measured: boolean;
}

export const isMeasured = (point: RooflinePoint): boolean =>
  point.provenance === 'measured' || point.provenance === 'recorded';

/**
 * The points that have a place at the chosen boundary. Points of another machine (its roofs are the ghosts) count their
 * bytes at boundaries that this one lacks: they stand at their own machine's farthest boundary.
 */
export function visiblePoints(
  points: readonly RooflinePoint[],
  roofline: Roofline,
  ghosts: readonly Roofline[],
  shown: Shown,
): readonly RooflinePoint[] {
  const own = new Set(roofline.bandwidths.map((ceiling) => ceiling.tier));
  const farthest = new Set(ghosts.map((ghost) => ghost.bandwidths.at(-1)?.tier));
  return points.filter((point) => {
    if (!hasPlace(point) || !(isMeasured(point) ? shown.measured : shown.modelled)) return false;
    if (shown.boundary === 'all' || point.boundary === shown.boundary) return true;
    return !own.has(point.boundary) && farthest.has(point.boundary);
  });
}

/** Arrow keys walk the points from low to high intensity, and at one intensity from low to high performance. */
export const walkOrder = (points: readonly RooflinePoint[]): readonly RooflinePoint[] =>
  [...points].sort(
    (a, b) => a.intensity - b.intensity || a.performance - b.performance || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );

export type WalkStep = 'next' | 'previous' | 'first' | 'last' | 'higher' | 'lower';

/** The point that a key leads to, or null where there is none. Up and down walk by performance. */
export function walk(points: readonly RooflinePoint[], from: string | null, step: WalkStep): RooflinePoint | null {
  const order =
    step === 'higher' || step === 'lower'
      ? [...walkOrder(points)].sort((a, b) => a.performance - b.performance)
      : walkOrder(points);
  const index = order.findIndex((point) => point.id === from);
  if (step === 'last') return order.at(-1) ?? null;
  if (step === 'first' || index < 0) return order[0] ?? null;
  const next = step === 'next' || step === 'higher' ? index + 1 : index - 1;
  return order[Math.min(order.length - 1, Math.max(0, next))] ?? null;
}
