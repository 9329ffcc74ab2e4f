import { formatBytes } from '#core/format.ts';
import { type Bytes, bytes } from '#core/units.ts';
import { listed } from '../analysis/notes.ts';
import { type Fractions, type Misfit, mayLieIn, type PlacementProblem } from './problem.ts';

/** Bytes of each store that fractions take. */
export const usedOf = ({ classes, stores }: PlacementProblem, fractions: Fractions): readonly Bytes[] =>
  stores.map((_, store) =>
    bytes(classes.reduce((sum, { size }, index) => sum + size * (fractions[index]?.[store] ?? 0), 0)),
  );

/** Bytes in words and to the byte. */
export const bytesText = (size: number): string =>
  `${formatBytes(size)} (${Math.ceil(size).toLocaleString('en')} bytes)`;

const sumOf = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

/**
 * What keeps any placement from fitting; null where one fits. What is written may not lie in flash and the rest may lie anywhere, so that it is enough that what
 * is written fits the writable stores and all of it fits all of them.
 */
export function misfitOf({ classes, stores }: PlacementProblem): Misfit | null {
  const writable = stores.filter((store) => store.writable);
  const written = classes.filter((each) => each.written);
  const short = (
    need: readonly { readonly id: string; readonly size: number }[],
    room: typeof stores,
  ): Misfit | null => {
    const size = sumOf(need.map((each) => each.size));
    const capacity = sumOf(room.map((store) => store.capacity));
    if (size <= capacity) return null;
    const where =
      room.length === 0
        ? 'and no store takes them'
        : `and ${listed(room.map(({ name }) => name))} ${room.length === 1 ? 'holds' : 'hold'} ${formatBytes(capacity)}`;
    return {
      missing: bytes(size - capacity),
      message: `${bytesText(size - capacity)} are missing: ${listed(need.map(({ id }) => id))} take ${formatBytes(size)}, ${where}`,
    };
  };
  return short(written, writable) ?? short(classes, stores);
}

/** Rounding of fractions that add up to a store, as a share of it. */
const ROUNDING = 1e-9;

/** The first store that fractions overfill, or a class where it may not lie; null where they fit. */
export function overfullOf(problem: PlacementProblem, fractions: Fractions): Misfit | null {
  const { classes, stores } = problem;
  for (const [index, placed] of classes.entries())
    for (const [store, { name }] of stores.entries()) {
      const size = placed.size * (fractions[index]?.[store] ?? 0);
      if (size > 0 && !mayLieIn(placed, stores[store] as (typeof stores)[number]))
        return { missing: bytes(size), message: `${name} is flash, which cannot hold ${placed.id}: they are written` };
    }
  const used = usedOf(problem, fractions);
  for (const [store, { name, capacity }] of stores.entries()) {
    const over = (used[store] ?? 0) - capacity;
    if (over > ROUNDING * capacity)
      return {
        missing: bytes(over),
        message: `${bytesText(over)} are missing in ${name}, which holds ${formatBytes(capacity)}`,
      };
  }
  return null;
}
