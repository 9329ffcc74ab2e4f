import { formatPercent } from '#core/format.ts';
import type { Figure, FigurePoint, HeatFigure, Series } from '../figure.ts';
import { differ, pointsOf, type Source, sweepOf } from './reading.ts';
import { REQUESTED, runNotes, where } from './words.ts';

interface Width {
  readonly id: string;
  readonly label: string;
  readonly measured: readonly FigurePoint[];
  /** What the transaction model says, from the bandwidth at a stride of one. */
  readonly modelled: readonly FigurePoint[];
}

const KERNELS = ['memory/strided', 'memory/strided-vec4'] as const;

function widthsOf(source: Source): readonly Width[] {
  return KERNELS.flatMap((kernel) => {
    const sweep = sweepOf(source, kernel, 'stride');
    const measured = pointsOf(sweep, ({ cost }) => cost.requested);
    const [first] = measured;
    const base = sweep[0]?.[1].cost;
    if (measured.length < 2 || first?.x !== 1 || !base || !(base.moved > 0) || !(base.useful > 0)) return [];
    const modelled = sweep.flatMap(([x, { cost }]): readonly FigurePoint[] =>
      cost.moved > 0
        ? [
            {
              x,
              y: (first.y * (cost.useful / cost.moved)) / (base.useful / base.moved),
              interval: null,
              label: 'Bandwidth at a stride of 1 × useful ÷ moved bytes, over the same at a stride of 1',
            },
          ]
        : [],
    );
    const id = kernel === 'memory/strided' ? 'scalar' : 'vec4';
    const single = source.run.engine === 'cpu' ? 'Single numbers' : 'f32';
    return [{ id, label: id === 'scalar' ? single : 'vec4', measured, modelled }];
  });
}

export function stride(source: Source): Figure | null {
  const { run, provenance } = source;
  const widths = widthsOf(source);
  const [width] = widths;
  const first = width?.measured[0];
  const last = width?.measured.at(-1);
  if (!width || !first || !last) return null;
  const said = `the transaction model says ${formatPercent((width.modelled.at(-1)?.y ?? Number.NaN) / first.y)}`;
  const takeaway = differ(first, last)
    ? `${where(run)} neighbours that read ${last.x} elements apart get ${formatPercent(last.y / first.y)} of the bandwidth of those side by side; ${said}.`
    : `${where(run)} neighbours that read ${last.x} elements apart get a bandwidth that the intervals do not tell from that of those side by side; ${said}.`;
  return {
    kind: 'curve',
    id: 'stride',
    experiment: 'stride',
    title: 'Bandwidth against stride',
    takeaway,
    notes: [
      REQUESTED,
      'The model counts sectors that one group of accesses touches. A cache that keeps a sector until its rest is wanted does better.',
      ...runNotes(run),
    ],
    x: { label: 'Stride, loads', unit: 'elements', scale: 'log2' },
    y: { label: 'Bandwidth asked for', unit: 'bytes-per-second', scale: 'log10' },
    series: widths.flatMap(({ id, label, measured, modelled }): readonly Series[] => [
      { id, label, provenance, points: measured },
      { id: `${id}-model`, label: `${label}, transaction model`, provenance: 'modelled', points: modelled },
    ]),
    tiers: [],
  };
}

/** Bandwidth left at each stride, over that at a stride of one of the same width. */
export function strideHeat(source: Source): Figure | null {
  const { run, provenance } = source;
  const widths = widthsOf(source);
  if (widths.length === 0) return null;
  const strides = [...new Set(widths.flatMap(({ measured }) => measured.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const cells = widths.map(({ measured }): HeatFigure['cells'][number] =>
    strides.map((x) => {
      const base = measured[0];
      const point = measured.find((one) => one.x === x);
      if (!point || !base) return null;
      const { interval, label } = point;
      if (point === base || !interval || !base.interval) return { y: point.y / base.y, interval: [1, 1], label };
      return { y: point.y / base.y, interval: [interval[0] / base.interval[1], interval[1] / base.interval[0]], label };
    }),
  );
  const worst = widths.flatMap(({ label }, row) =>
    (cells[row] ?? []).flatMap((cell, column) => (cell ? [{ y: cell.y, label, x: strides[column] }] : [])),
  );
  const least = worst.reduce((low, cell) => (cell.y < low.y ? cell : low));
  return {
    kind: 'heat',
    id: 'stride-width',
    experiment: 'stride',
    title: 'Bandwidth left, by stride and width of a load',
    takeaway: `${where(run)} the least is left at a stride of ${least.x} with loads of ${least.label}: ${formatPercent(least.y)} of the bandwidth of neighbours side by side.`,
    notes: [REQUESTED, 'Intervals take both ends of both values, so that they are wider than 95 %.', ...runNotes(run)],
    provenance,
    value: { label: 'Bandwidth over that at a stride of 1', unit: 'ratio', scale: 'linear' },
    columnsLabel: 'Stride, loads',
    rowsLabel: 'Load',
    columns: strides.map(String),
    rows: widths.map(({ label }) => label),
    cells,
  };
}
