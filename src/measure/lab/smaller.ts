import type { KernelDescription, Problem } from '../kernels/kernel.ts';

/** What fills memory, in the order of asking. A matmul shrinks in all three. */
const FOOTPRINTS: readonly (readonly string[])[] = [
  ['bytes'],
  ['elements'],
  ['m', 'n', 'k'],
  ['invocations'],
  ['workgroups'],
];

/** A chase goes through one element of each line of 64 B. */
const LINE = 64;

/** Hops of a chase that are no whole rounds: those end where they began, and hops that were left out would not be found. */
export const unrounded = (bytes: number, hops: number): number => (hops % (bytes / LINE) === 0 ? hops + 1 : hops);

/**
 * The problem at half its footprint, as the kernel allows sizes; null where nothing of it can be halved. The pitch of a
 * matrix follows its rows, or a padded one would keep its length.
 */
export function halved({ sizes }: Pick<KernelDescription, 'sizes'>, problem: Problem): Problem | null {
  const keys = FOOTPRINTS.find((names) => names.every((name) => (problem[name] ?? 0) > 0));
  if (keys === undefined) return null;
  const smaller: Record<string, number> = { ...problem };
  for (const key of keys) {
    const { min = 1, multipleOf = 1 } = sizes.find((size) => size.key === key) ?? {};
    const size = problem[key] ?? 0;
    const half = Math.max(min, Math.floor(size / 2 / multipleOf) * multipleOf);
    if (half >= size) return null;
    smaller[key] = half;
  }
  if (problem['pitch'] !== undefined && keys.includes('n'))
    smaller['pitch'] = (smaller['n'] ?? 0) + Math.max(0, problem['pitch'] - (problem['n'] ?? 0));
  const { bytes, hops } = smaller;
  if (bytes !== undefined && hops !== undefined) smaller['hops'] = unrounded(bytes, hops);
  return smaller;
}
