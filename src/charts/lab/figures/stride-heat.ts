import { formatPercent } from '#core/format.ts';
import type { Figure, FigurePoint, HeatFigure } from '../figure.ts';
import { lowestOf } from './compared.ts';
import type { Source } from './reading.ts';
import { type Width, widthsOf } from './stride-widths.ts';
import { listed, numbersOf, REQUESTED, runNotes, where } from './words.ts';

/** What is left of the bandwidth at a stride of 1; the interval end against end. */
function leftOf({ y, interval, label }: FigurePoint, base: FigurePoint): Omit<FigurePoint, 'x'> {
  if (!interval || !base.interval) return { y: y / base.y, interval: null, label };
  return { y: y / base.y, interval: [interval[0] / base.interval[1], interval[1] / base.interval[0]], label };
}

interface Cell extends FigurePoint {
  readonly row: string;
}

function takeawayOf({ run }: Source, cells: readonly Cell[], rows: readonly string[]): string {
  const here = where(run);
  const lowest = lowestOf(cells);
  const least = lowest.reduce<Cell | null>((low, one) => (low === null || one.y < low.y ? one : low), null);
  if (!least || (least.interval?.[1] ?? least.y) >= 1)
    return `${here} no stride leaves less bandwidth than a stride of 1, as far as the intervals tell.`;
  const places = rows.flatMap((row) => {
    const strides = lowest.filter((one) => one.row === row).map(({ x }) => x);
    const loads = rows.length > 1 ? ` of ${row}` : '';
    return strides.length === 0 ? [] : [`${numbersOf('stride', strides)}${loads}`];
  });
  const left = `${formatPercent(least.y)} of the bandwidth of neighbours side by side`;
  return lowest.length === 1
    ? `${here} the least is left at ${listed(places)}: ${left}.`
    : `${here} the least is left at ${listed(places)}, which the intervals do not tell apart: ${left} at the lowest.`;
}

const cellsOf = (widths: readonly Width[], strides: readonly number[]): HeatFigure['cells'] =>
  widths.map(({ measured }) =>
    strides.map((stride) => {
      const [base] = measured;
      const point = measured.find(({ x }) => x === stride);
      if (!point || !base) return null;
      return point === base ? { y: 1, interval: [1, 1], label: point.label } : leftOf(point, base);
    }),
  );

/** Bandwidth left at each stride, over that at a stride of one of the same width. */
export function strideHeat(source: Source): Figure | null {
  const { run, provenance } = source;
  const widths = widthsOf(source);
  if (widths.length === 0) return null;
  const strides = [...new Set(widths.flatMap(({ measured }) => measured.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const cells = cellsOf(widths, strides);
  const rows = widths.map(({ label }) => label);
  const told = rows.flatMap((row, at) =>
    strides.flatMap((x, column): readonly Cell[] => {
      const cell = cells[at]?.[column];
      return cell && x !== 1 ? [{ ...cell, x, row }] : [];
    }),
  );
  return {
    kind: 'heat',
    id: 'stride-width',
    experiment: 'stride',
    title: 'Bandwidth left, by stride and width of a load',
    takeaway: takeawayOf(source, told, rows),
    notes: [
      REQUESTED,
      'Intervals take both ends of both values, so that they are wider than 95 %.',
      ...new Set(widths.flatMap(({ notes }) => notes)),
      ...runNotes(run),
    ],
    provenance,
    value: { label: 'Bandwidth over that at a stride of 1', unit: 'ratio', scale: 'linear' },
    columnsLabel: 'Stride, loads',
    rowsLabel: 'Load',
    columns: strides.map(String),
    rows,
    cells,
  };
}
