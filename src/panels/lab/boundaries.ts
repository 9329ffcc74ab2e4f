import type { Discovery } from '#measure/record/record.ts';

/** Ends of neighbouring tiers stay this far apart: closer, and no curve could tell them from each other. */
const APART = 1.05;

/** Where the tiers end that have an end, bytes, ascending. */
export const endsOf = ({ tiers }: Discovery): readonly number[] =>
  tiers.slice(0, -1).flatMap(({ capacity }) => (capacity ? [capacity.value] : []));

/** The ends with one of them moved, kept between its neighbours and inside the sizes measured. */
export function withEnd(
  ends: readonly number[],
  index: number,
  to: number,
  [least, most]: readonly [number, number],
): readonly number[] {
  const low = (ends[index - 1] ?? least) * APART;
  const high = (ends[index + 1] ?? most) / APART;
  return index in ends && low < high ? ends.with(index, Math.min(high, Math.max(low, to))) : ends;
}
