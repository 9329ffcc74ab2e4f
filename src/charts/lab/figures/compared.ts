import { formatPercent, formatRatio } from '#core/format.ts';
import { listed } from './words.ts';

/** A value with its 95 % interval; without one it is taken as exact. */
export interface Valued {
  readonly y: number;
  readonly interval: readonly [low: number, high: number] | null;
}

interface Compared {
  readonly ratio: number;
  /** What the samples tell of the first against the second: `same` where the intervals overlap. */
  readonly verdict: 'higher' | 'lower' | 'same';
}

const ends = ({ y, interval }: Valued) => interval ?? ([y, y] as const);

/** One value over another, positive, one. */
export function compare(one: Valued, other: Valued): Compared {
  const [low, high] = ends(one);
  const [otherLow, otherHigh] = ends(other);
  const verdict = low > otherHigh ? 'higher' : high < otherLow ? 'lower' : 'same';
  return { ratio: one.y / other.y, verdict };
}

/** "4.1×"; what is less than one as a share, "62.5 %". */
export const timesText = (ratio: number): string => (ratio >= 1 ? formatRatio(ratio) : formatPercent(ratio));

/** "4.1× as fast as"; where the intervals overlap "as fast as", and that this is all they tell. */
export function asFastAs(one: Valued, other: Valued, name: string): string {
  const { ratio, verdict } = compare(one, other);
  return verdict === 'same'
    ? `as fast as ${name}, as far as the intervals tell`
    : `${timesText(ratio)} as fast as ${name}`;
}

/** What others are of the first: "a 50 % and b 2× of that; c and d as much, as far as the intervals tell". */
export function sharesOf(
  first: Valued,
  others: readonly (Valued & { readonly name: string })[],
  same: 'as much' | 'as long',
): string {
  const compared = others.map((one) => ({ name: one.name, ...compare(one, first) }));
  const told = compared.filter(({ verdict }) => verdict !== 'same');
  const alike = compared.filter(({ verdict }) => verdict === 'same').map(({ name }) => name);
  return [
    told.length > 0 && `${listed(told.map(({ name, ratio }) => `${name} ${timesText(ratio)}`))} of that`,
    alike.length > 0 && `${listed(alike)} ${same}, as far as the intervals tell`,
  ]
    .filter((part) => part !== false)
    .join('; ');
}

/** The values that the samples do not tell from the highest, itself among them, in the order given. */
export function highestOf<T extends Valued>(values: readonly T[]): readonly T[] {
  const [first] = values;
  if (!first) return [];
  const top = values.reduce((best, one) => (one.y > best.y ? one : best), first);
  return values.filter((one) => one === top || compare(one, top).verdict === 'same');
}

/** The values that the samples do not tell from the lowest, itself among them, in the order given. */
export function lowestOf<T extends Valued>(values: readonly T[]): readonly T[] {
  const [first] = values;
  if (!first) return [];
  const bottom = values.reduce((least, one) => (one.y < least.y ? one : least), first);
  return values.filter((one) => one === bottom || compare(one, bottom).verdict === 'same');
}

export const largest = <T extends Valued>(values: readonly T[]): T | null =>
  values.reduce<T | null>((most, one) => (most === null || one.y > most.y ? one : most), null);
