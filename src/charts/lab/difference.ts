import type { Axis, Figure } from './figure.ts';
import { placesOf } from './places.ts';

/** One place that both runs measured. */
export interface Difference {
  /** Of the place, in both figures. */
  readonly key: string;
  /** Series, rung or cell that it belongs to; empty where there is one alone. */
  readonly group: string;
  /** Working set, stride, tile …: as the axis counts. Null where the label says it all. */
  readonly x: number | null;
  readonly label: string;
  readonly a: number;
  readonly b: number;
  /** A over B, with an interval from the two 95 % intervals, end against end: wider than 95 %. */
  readonly ratio: number;
  readonly interval: readonly [low: number, high: number];
}

/** A against B wherever both measured the same: modelled values have no interval and differ in nothing that was measured. */
export function differencesOf(a: Figure, b: Figure): readonly Difference[] {
  const others = new Map(placesOf(b).map((place) => [place.key, place]));
  return placesOf(a).flatMap(({ key, group, x, label, y, interval }) => {
    const other = others.get(key);
    if (!other?.interval || !interval || other.y <= 0 || other.interval[0] <= 0) return [];
    return [
      {
        key,
        group,
        x,
        label,
        a: y,
        b: other.y,
        ratio: y / other.y,
        interval: [interval[0] / other.interval[1], interval[1] / other.interval[0]] as const,
      },
    ];
  });
}

const places = (count: number) => `${count} place${count === 1 ? '' : 's'}`;

/** What the differences say together. A ratio whose interval holds 1 is no difference that these samples can tell. */
export function differenceSentence(differences: readonly Difference[], { unit }: Axis): string {
  if (differences.length === 0) return 'The two runs measured nothing in common here.';
  const above = differences.filter(({ interval }) => interval[0] > 1).length;
  const below = differences.filter(({ interval }) => interval[1] < 1).length;
  const [more, less] = unit === 'seconds' ? ['takes longer', 'takes less time'] : ['is higher', 'is lower'];
  const same = differences.length - above - below;
  const parts = [
    above > 0 && `A ${more} than B at ${places(above)}`,
    below > 0 && `A ${less} than B at ${places(below)}`,
    same > 0 &&
      `${above + below > 0 ? 'the rest' : 'A and B'} agree within their intervals${same === differences.length ? '' : ` (${places(same)})`}`,
  ].filter((part) => part !== false);
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
