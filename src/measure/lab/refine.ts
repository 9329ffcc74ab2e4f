import type { Curve } from '../record/curves.ts';
import type { Discovery } from '../record/record.ts';

/** Neighbours nearer than this are not told apart by a cache of 64 B lines and pages. */
const LEAST_GAP = Math.log(1.05);
/** A gap in which a boundary may lie counts as much as one across which the figure changes by this factor. */
const BOUNDARY_WEIGHT = Math.log(3);
/** Any gap counts a little, so that time that is left goes somewhere. */
const LEAST_WEIGHT = 0.02;

interface Gap {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

const score = ({ low, high, weight }: Gap): number => Math.log(high / low) * weight;

/**
 * So many more working sets of a curve, bytes, ascending: where it changes most between neighbours and where the tiers seen so
 * far may end. Each gap is split at its geometric middle, and its halves may be split again.
 */
export function refinedSizes(curve: Curve, machine: Discovery | null, count: number): readonly number[] {
  const ends = (machine?.tiers ?? []).flatMap(({ capacity }) =>
    capacity === null ? [] : [capacity.interval ?? ([capacity.value, capacity.value] as const)],
  );
  const { points } = curve;
  const gaps: Gap[] = points.slice(1).flatMap((point, i) => {
    const before = points[i];
    if (before === undefined) return [];
    const mayEnd = ends.some(([low, high]) => low <= point.size && high >= before.size);
    const change = Math.abs(Math.log(point.value / before.value));
    return [
      { low: before.size, high: point.size, weight: Math.max(LEAST_WEIGHT, change) + (mayEnd ? BOUNDARY_WEIGHT : 0) },
    ];
  });
  const chosen: number[] = [];
  while (chosen.length < count) {
    const open = gaps.filter(({ low, high }) => Math.log(high / low) > 2 * LEAST_GAP);
    const best = open.reduce<Gap | null>((most, gap) => (most === null || score(gap) > score(most) ? gap : most), null);
    if (best === null) break;
    const { low, high, weight } = best;
    const middle = 64 * Math.round(Math.sqrt(low * high) / 64);
    const halves = [
      { low, high: middle, weight: weight / 2 },
      { low: middle, high, weight: weight / 2 },
    ];
    gaps.splice(gaps.indexOf(best), 1, ...(middle > low && middle < high ? halves : []));
    if (middle > low && middle < high) chosen.push(middle);
  }
  return chosen.toSorted((one, other) => one - other);
}
