import { seededRandom } from '#core/random.ts';
import type { Axis, CurveFigure, FigurePoint, HeatFigure, LadderFigure, Series } from './figure.ts';

const KIB = 1024;
const base = { experiment: 'sample', takeaway: 'A sample.', notes: [] };
const working: Axis = { label: 'working set', unit: 'bytes', scale: 'log2' };
const random = seededRandom(3);

function measured(x: number, y: number, label: string): FigurePoint {
  const value = y * Math.exp(0.04 * random.normal());
  return { x, y: value, interval: [value * 0.93, value * 1.06], label };
}
const octaves = (from: number, to: number, step = 0.5) =>
  Array.from(
    { length: Math.round((to - from) / step) + 1 },
    (_, index) => Math.round(2 ** (from + index * step) / 64) * 64,
  );

const series = (id: string, label: string, points: readonly FigurePoint[]): Series => ({
  id,
  label,
  provenance: 'measured',
  points,
});

/** A staircase with four tiers, the innermost of which is too narrow for its name on a narrow chart. */
export const staircase: CurveFigure = {
  ...base,
  kind: 'curve',
  id: 'latency',
  title: 'Latency of one hop',
  x: working,
  y: { label: 'latency of one hop', unit: 'seconds', scale: 'log10' },
  series: [
    series(
      'chase',
      'Pointer chase',
      octaves(12, 28).map((bytes) => {
        const far = bytes <= 32 * KIB ? 1.3e-9 : bytes <= 1024 * KIB ? 4.4e-9 : bytes <= 16384 * KIB ? 18e-9 : 95e-9;
        return measured(bytes, far, `latency/chase, ${bytes} B`);
      }),
    ),
  ],
  tiers: [
    { id: 't1', name: 'L1', from: 4 * KIB, to: 32 * KIB, toInterval: [28 * KIB, 40 * KIB], confidence: 0.99 },
    { id: 't2', name: 'L2', from: 32 * KIB, to: 1024 * KIB, toInterval: [900 * KIB, 1300 * KIB], confidence: 0.99 },
    {
      id: 't3',
      name: 'Last-level cache',
      from: 1024 * KIB,
      to: 16384 * KIB,
      toInterval: [14000 * KIB, 21000 * KIB],
      confidence: 0.97,
    },
    { id: 't4', name: 'Memory', from: 16384 * KIB, to: 262144 * KIB, toInterval: null, confidence: 1 },
  ],
};

const strides = [1, 2, 4, 8, 16, 32, 64, 128];
const useful = (stride: number) => 400e9 / Math.min(stride, 32) ** 0.9;

/** Two measured series and what the model says of each. */
export const byStride: CurveFigure = {
  ...base,
  kind: 'curve',
  id: 'stride',
  title: 'Bandwidth by stride',
  x: { label: 'stride, elements', unit: 'elements', scale: 'log2' },
  y: { label: 'useful bandwidth', unit: 'bytes-per-second', scale: 'log10' },
  series: [
    series(
      'scalar',
      'f32',
      strides.map((x) => measured(x, useful(x), `memory/strided, stride ${x}`)),
    ),
    series(
      'vec4',
      'vec4',
      strides.map((x) => measured(x, useful(x * 2) * 1.5, `memory/strided-vec4, stride ${x}`)),
    ),
    {
      id: 'scalar-model',
      label: 'f32 by transactions',
      provenance: 'modelled',
      points: strides.map((x) => ({ x, y: 400e9 / Math.min(x, 32), interval: null, label: '128 B transactions' })),
    },
  ],
  tiers: [],
};

/** On a linear axis from nought. */
export const occupancy: CurveFigure = {
  ...base,
  kind: 'curve',
  id: 'occupancy',
  title: 'Bandwidth by workgroups in flight',
  x: { label: 'workgroups', unit: 'count', scale: 'log2' },
  y: { label: 'bandwidth', unit: 'bytes-per-second', scale: 'linear' },
  series: [
    series(
      'read',
      'read',
      octaves(6, 14, 1).map((x) => measured(x / 64, (300e9 * x) / (x + 900), `${x / 64} workgroups`)),
    ),
  ],
  tiers: [],
};

const rung = (label: string, value: number, provenance: 'measured' | 'modelled' = 'measured') => ({
  label,
  value,
  interval: provenance === 'measured' ? ([value * 0.95, value * 1.08] as const) : null,
  provenance,
});

export const tiling: LadderFigure = {
  ...base,
  kind: 'ladder',
  id: 'tiling',
  title: 'Matrix multiplication by tile size',
  x: { label: 'performance', unit: 'flops-per-second', scale: 'linear' },
  rungs: [
    rung('naive', 81e9),
    rung('tile 2', 62e9),
    rung('tile 4', 190e9),
    rung('tile 8', 640e9),
    rung('tile 16', 1.21e12),
    rung('tile 32', 1.02e12),
    rung('roof at tile 32', 1.9e12, 'modelled'),
  ],
};

/** Over five powers of ten, with names longer than a narrow chart has beside its bars. */
export const overheads: LadderFigure = {
  ...base,
  kind: 'ladder',
  id: 'overheads',
  title: 'What each call costs',
  x: { label: 'time of one', unit: 'seconds', scale: 'log10' },
  rungs: [
    rung('dispatch in a pass', 2.1e-6),
    rung('submit and wait', 110e-6),
    rung('map a buffer for reading', 320e-6),
    rung('compile a pipeline, new source', 21e-3),
  ],
};

export const heat: HeatFigure = {
  ...base,
  kind: 'heat',
  provenance: 'measured',
  id: 'stride-width',
  title: 'Bandwidth by stride and width',
  value: { label: 'useful bandwidth', unit: 'bytes-per-second', scale: 'log10' },
  columnsLabel: 'stride',
  rowsLabel: 'width',
  columns: strides.map(String),
  rows: ['f32', 'vec4'],
  cells: [1, 4].map((width) =>
    strides.map((stride) => {
      if (width === 4 && stride === 128) return null;
      const { y, interval } = measured(stride, useful(stride * width) * width ** 0.7, '');
      return { y, interval, label: `stride ${stride}, ${4 * width} B` };
    }),
  ),
};

/** The same figure of a machine that is `factor` times as much. */
export function scaled<T extends CurveFigure | LadderFigure | HeatFigure>(figure: T, factor: number): T;
export function scaled(figure: CurveFigure | LadderFigure | HeatFigure, factor: number) {
  const times = <V extends { readonly interval: readonly [number, number] | null }>(value: V) => ({
    ...value,
    interval: value.interval && [value.interval[0] * factor, value.interval[1] * factor],
  });
  switch (figure.kind) {
    case 'curve':
      return {
        ...figure,
        series: figure.series.map((one) => ({
          ...one,
          points: one.points.map((point) => ({ ...times(point), y: point.y * factor })),
        })),
      };
    case 'ladder':
      return { ...figure, rungs: figure.rungs.map((one) => ({ ...times(one), value: one.value * factor })) };
    case 'heat':
      return {
        ...figure,
        cells: figure.cells.map((row) => row.map((cell) => cell && { ...times(cell), y: cell.y * factor })),
      };
  }
}
