/** What a group costs: smaller is better, the first difference decides. */
export type Cost = readonly number[];

const less = (one: Cost, other: Cost): boolean => {
  for (let at = 0; at < one.length; at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

/**
 * The cheapest way to cut a chain of `length` members into runs of neighbours of at most `longest`: ends of the runs,
 * exclusive. `costOf(first, end)` is null for a run that cannot be. Costs add up; a dynamic programme over the ends.
 * A run of one must be possible.
 */
export function cheapestRuns(
  length: number,
  longest: number,
  costOf: (first: number, end: number) => Cost | null,
): readonly number[] {
  const best: (Cost | null)[] = [[]];
  const from: number[] = [0];
  for (let end = 1; end <= length; end++) {
    let least: Cost | null = null;
    for (let first = end - 1; first >= Math.max(0, end - longest); first--) {
      const before = best[first];
      const own = before && costOf(first, end);
      if (!own) continue;
      const total = own.map((each, at) => each + (before[at] ?? 0));
      if (least !== null && !less(total, least)) continue;
      least = total;
      from[end] = first;
    }
    best[end] = least;
  }
  const ends: number[] = [];
  for (let end = length; end > 0; end = from[end] ?? 0) ends.unshift(end);
  return ends;
}
