import type { Json } from '../json.ts';

/**
 * Plain data as columns: lists of alike values (layers, tiers, measurements) are stored field by field, so that equal
 * neighbours cost next to nothing once deflated. It knows no schema: a new layer kind, machine figure or view needs
 * nothing here. The numbers are those of links in the world: append only.
 */
export const CLASS = {
  absent: 0,
  null: 1,
  false: 2,
  true: 3,
  natural: 4,
  number: 5,
  string: 6,
  array: 7,
  object: 8,
  /** Values of several classes: the class of each, then a column for every class that has content. */
  mixed: 9,
} as const;
export type ValueClass = (typeof CLASS)[keyof typeof CLASS];

export const MODE = {
  /** Every value. */
  plain: 0,
  /** One value that all are. */
  same: 16,
  /** The distinct values, and for each value which it is. */
  dictionary: 32,
} as const;

/** A value, or `undefined` where an object of a table has no such key. */
export type Cell = Json | undefined;

/** Integers up to this are stored as such; larger ones are shorter as decimals (989e12). */
const LARGEST_NATURAL = 2 ** 21;

export function classOf(value: Cell): Exclude<ValueClass, typeof CLASS.mixed> {
  if (value === undefined) return CLASS.absent;
  if (value === null) return CLASS.null;
  if (typeof value === 'boolean') return value ? CLASS.true : CLASS.false;
  if (typeof value === 'string') return CLASS.string;
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value <= LARGEST_NATURAL ? CLASS.natural : CLASS.number;
  return Array.isArray(value) ? CLASS.array : CLASS.object;
}

/** Classes with content of their own, in the order of their columns. */
export const CONTENT_CLASSES = [CLASS.natural, CLASS.number, CLASS.string, CLASS.array, CLASS.object] as const;

/** Head of a number that is stored as a float64; decimals of more digits than this are. */
export const AS_FLOAT64 = 0;
export const LONGEST_MANTISSA = 2 ** 42;

/** Head of a decimal: power of ten and sign in one natural number, small where they are. */
export const numberHead = (power: number, negative: boolean): number =>
  1 + 2 * (power < 0 ? -2 * power - 1 : 2 * power) + (negative ? 1 : 0);
/** What `numberHead` put together. */
export function readHead(head: number): { readonly power: number; readonly negative: boolean } {
  const folded = Math.floor((head - 1) / 2);
  return { power: folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2, negative: (head - 1) % 2 === 1 };
}
