import { formatRatio, UNKNOWN } from '#core/format.ts';
import { axisText, intervalText } from './axis-text.ts';
import { differencesOf } from './difference.ts';
import type { Figure } from './figure.ts';
import { type Place, placesOf, valueAxis } from './places.ts';

interface Column {
  readonly title: string;
  /** Read from the left; numbers stand right. */
  readonly text: boolean;
}

interface LabRows {
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

const texts = (...titles: readonly string[]): readonly Column[] => titles.map((title) => ({ title, text: true }));
const numbers = (...titles: readonly string[]): readonly Column[] => titles.map((title) => ({ title, text: false }));

interface Head {
  readonly columns: readonly Column[];
  readonly cells: (place: Place) => readonly string[];
}

/** What tells places apart: series and size of a curve, name of a rung, row and column of a cell. */
function headOf(figure: Figure): Head {
  switch (figure.kind) {
    case 'curve': {
      const { label, unit } = figure.x;
      return {
        columns: [...texts('Series'), ...numbers(label)],
        cells: ({ group, x }) => [group, x === null ? UNKNOWN : axisText(unit, x)],
      };
    }
    case 'ladder':
      return { columns: texts('Rung'), cells: ({ label }) => [label] };
    case 'heat':
      return { columns: texts(`${figure.rowsLabel}, ${figure.columnsLabel}`), cells: ({ label }) => [label] };
  }
}

type Pair = readonly [a: Place | undefined, b: Place | undefined];

/** The union of the places of both, in A's order; what B alone has comes last. */
function pairsOf(a: readonly Place[], b: readonly Place[]): readonly Pair[] {
  const others = new Map(b.map((place) => [place.key, place]));
  const own = new Set(a.map(({ key }) => key));
  return [
    ...a.map((place) => [place, others.get(place.key)] as const),
    ...b.filter(({ key }) => !own.has(key)).map((place) => [undefined, place] as const),
  ];
}

/** The table behind a figure: every value, interval and provenance; with a second figure also B's, and A over B. */
export function tableOf(figure: Figure, ghost: Figure | null): LabRows {
  const axis = valueAxis(figure);
  const head = headOf(figure);
  const a = placesOf(figure);
  const b = ghost && ghost.kind === figure.kind ? placesOf(ghost) : [];
  const sides = ghost ? ['A: ', 'B: '] : [''];
  const ratios = new Map(ghost ? differencesOf(figure, ghost).map((one) => [one.key, one]) : []);

  const valueCells = (place: Place | undefined) => [
    place ? axisText(axis.unit, place.y) : UNKNOWN,
    place?.interval ? intervalText(axis.unit, place.interval) : UNKNOWN,
    place?.provenance ?? UNKNOWN,
  ];
  const ratioCells = (key: string) => {
    const found = ratios.get(key);
    return found ? [formatRatio(found.ratio), intervalText('ratio', found.interval)] : [UNKNOWN, UNKNOWN];
  };
  return {
    columns: [
      ...head.columns,
      ...sides.flatMap((side) => [
        ...numbers(`${side}${axis.label}`, `${side}95\u00a0% interval`),
        ...texts(`${side}provenance`),
      ]),
      ...(ghost ? numbers('A over B', 'A over B, interval') : []),
      // What a curve's points are made of; elsewhere the name says it.
      ...(figure.kind === 'curve' ? texts('What') : []),
    ],
    rows: pairsOf(a, b).flatMap(([own, other]) => {
      const place = own ?? other;
      if (!place) return [];
      const { key, label } = place;
      return [
        {
          key,
          cells: [
            ...head.cells(place),
            ...(ghost ? [own, other] : [own]).flatMap(valueCells),
            ...(ghost ? ratioCells(key) : []),
            ...(figure.kind === 'curve' ? [label] : []),
          ],
        },
      ];
    }),
  };
}
