import { formatNumber } from '#core/format.ts';
import type { Provenance } from '#core/quantity.ts';
import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';
import { axisText } from './axis-text.ts';
import type { HeatFigure } from './figure.ts';
import { fittedText, type LabFrame, type Room } from './frame.ts';
import { tell } from './said.ts';
import type { Spot } from './spots.ts';

export const HEAT_LEVELS = 7;

export interface HeatCell extends Spot {
  readonly x1: number;
  readonly y1: number;
  readonly width: number;
  readonly height: number;
  /** 0 to HEAT_LEVELS − 1; null where nothing was measured. */
  readonly level: number | null;
  readonly text: string;
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface HeatScene {
  readonly frame: LabFrame;
  readonly rows: readonly Label[];
  readonly columns: readonly Label[];
  readonly columnsTitle: Label;
  readonly rowsTitle: Label;
  readonly cells: readonly (readonly HeatCell[])[];
  /** Values at the ends of the colours. */
  readonly ends: readonly [low: string, high: string] | null;
  /** What the numbers in the cells count. */
  readonly unit: string;
}

type Cell = HeatFigure['cells'][number][number];

interface Row {
  readonly label: string;
  readonly side: string;
  readonly provenance: Provenance;
  readonly cells: readonly Cell[];
}

/** Rows as drawn: those of a second figure stand under their own. */
function rowsOf(figure: HeatFigure, ghost: HeatFigure | null): readonly Row[] {
  return figure.rows.flatMap((label, index) => {
    const own = { label, side: ghost ? 'A' : '', provenance: figure.provenance, cells: figure.cells[index] ?? [] };
    const at = ghost?.rows.indexOf(label) ?? -1;
    if (!ghost || at < 0) return [own];
    const cells = figure.columns.map((column) => ghost.cells[at]?.[ghost.columns.indexOf(column)] ?? null);
    return [own, { label, side: 'B', provenance: ghost.provenance, cells }];
  });
}

/** Columns as rows, where the width holds fewer of them. */
const transposed = (figure: HeatFigure): HeatFigure => ({
  ...figure,
  columnsLabel: figure.rowsLabel,
  rowsLabel: figure.columnsLabel,
  columns: figure.rows,
  rows: figure.columns,
  cells: figure.columns.map((_, column) => figure.rows.map((_row, row) => figure.cells[row]?.[column] ?? null)),
});

/** The unit that all cells share, and how a value is written in it: "123" under "GB/s". */
function cellText(
  figure: HeatFigure,
  most: number,
): { readonly unit: string; readonly write: (value: number) => string } {
  const [number = '', unit = ''] = axisText(figure.value.unit, most).split('\u00a0');
  const shown = Number(number.replaceAll(',', '').replace('×', ''));
  const factor = shown > 0 && most > 0 ? Number((most / shown).toPrecision(1)) : 1;
  // A prefix is an exact power: rounding of the shown number must not leak into the others.
  const exact = 10 ** Math.round(Math.log10(factor));
  return { unit, write: (value) => formatNumber(value / exact, Math.abs(value / exact) < 10 ? 2 : 3) };
}

/** Cells in colours of their values, with the values written in them. */
export function heatScene(given: HeatFigure, second: HeatFigure | null, { width, fontSize }: Room): HeatScene {
  const em = fontSize;
  const measured = (one: HeatFigure) =>
    one.cells.flat().flatMap((cell) => (cell && Number.isFinite(cell.y) ? [cell.y] : []));
  const values = [...measured(given), ...(second ? measured(second) : [])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const { unit, write } = cellText(given, most);
  const needed = Math.max(...values.map((value) => textWidth(write(value), em)), em * 2) + em * 0.5;

  const labelRoom = (figure: HeatFigure) =>
    Math.ceil(
      Math.max(
        textWidth(figure.rowsLabel, em),
        ...figure.rows.map((label) => textWidth(second ? `${label} A` : label, em)),
      ),
    ) + 10;
  const fits = (figure: HeatFigure) =>
    (width - labelRoom(figure)) / Math.max(1, figure.columns.length) >=
    Math.max(needed, ...figure.columns.map((label) => textWidth(label, em) + em * 0.4));
  const turn = !fits(given) && given.columns.length > given.rows.length;
  const figure = turn ? transposed(given) : given;
  const ghost = second && turn ? transposed(second) : second;

  const rows = rowsOf(figure, ghost);
  const left = Math.min(labelRoom(figure), Math.round(width * 0.45));
  const cellWidth = Math.min(em * 9, (width - left - 2) / Math.max(1, figure.columns.length));
  const cellHeight = Math.round(em * 2.3);
  const top = Math.round(em * 3);
  const frame = {
    width,
    height: top + cellHeight * rows.length + Math.round(em * 0.5),
    left,
    right: 2,
    top,
    bottom: Math.round(em * 0.5),
    fontSize,
  };
  const logarithmic = figure.value.scale !== 'linear' && least > 0;
  const share = (value: number) =>
    most === least
      ? 1
      : logarithmic
        ? Math.log(value / least) / Math.log(most / least)
        : (value - least) / (most - least);

  const cellOf = ({ label, side, provenance, cells }: Row, row: number, column: number): HeatCell => {
    const cell = cells[column] ?? null;
    const place = `${side && `${side}, `}${figure.rowsLabel} ${label}, ${figure.columnsLabel} ${figure.columns[column] ?? ''}`;
    const x1 = left + cellWidth * column;
    const y1 = top + cellHeight * row;
    return {
      id: `${side}${row} ${column}`,
      x: round(x1 + cellWidth / 2),
      y: round(y1 + cellHeight / 2),
      x1: round(x1),
      y1: round(y1),
      width: round(cellWidth),
      height: cellHeight,
      level: cell && Math.min(HEAT_LEVELS - 1, Math.floor(share(cell.y) * HEAT_LEVELS)),
      text: cell ? (textWidth(write(cell.y), em) <= cellWidth ? write(cell.y) : '') : '–',
      name: `${place}, ${cell ? axisText(figure.value.unit, cell.y) : 'not measured'}`,
      said: `${place}. ${cell ? tell({ unit: figure.value.unit, value: cell.y, interval: cell.interval, provenance, label: cell.label }) : 'Not measured'}`,
    };
  };
  return {
    frame,
    rows: rows.map(({ label, side }, index) => ({
      text: fittedText(side ? `${label} ${side}` : label, left - 8, em),
      x: left - 8,
      y: round(top + cellHeight * (index + 0.5) + em * 0.35),
    })),
    columns: figure.columns.map((label, index) => ({
      text: fittedText(label, cellWidth - 2, em),
      x: round(left + cellWidth * (index + 0.5)),
      y: round(top - em * 0.5),
    })),
    columnsTitle: { text: fittedText(figure.columnsLabel, width - left, em), x: left, y: em },
    rowsTitle: { text: fittedText(figure.rowsLabel, left - 8, em), x: left - 8, y: round(top - em * 0.5) },
    cells: rows.map((row, index) => figure.columns.map((_, column) => cellOf(row, index, column))),
    ends: values.length > 0 ? [axisText(figure.value.unit, least), axisText(figure.value.unit, most)] : null,
    unit,
  };
}
