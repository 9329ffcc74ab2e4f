// What no discovery finds: times of its tiers never fall outwards, and it sees no further than what was measured.

/** Value and 95 % interval; null where unknown. */
export type Figure = readonly [value: number, low: number, high: number] | null;

/** Nearest first: each tier but the last ends somewhere, farther out than the one before it. */
export const areNested = (capacities: readonly Figure[]): boolean =>
  capacities.every((capacity, index) => {
    if (capacity === null) return index === capacities.length - 1;
    const before = capacities[index - 1];
    return before === undefined || (before !== null && before[0] < capacity[0]);
  });

/** Whether all tiers end among the working sets that were measured. */
export const areWithin = ([low, high]: readonly [number, number], capacities: readonly Figure[]): boolean =>
  capacities.every((capacity) => capacity === null || (low <= capacity[0] && capacity[0] <= high));

/** Whether figures that are known do not fall from one to the next, as far as their intervals tell. */
export function neverFall(figures: readonly Figure[]): boolean {
  const known = figures.filter((figure) => figure !== null);
  return known.every(([, , high], index) => high >= (known[index - 1]?.[1] ?? high));
}

/** Whether they do not grow. */
export const neverGrow = (figures: readonly Figure[]): boolean => neverFall(figures.toReversed());
