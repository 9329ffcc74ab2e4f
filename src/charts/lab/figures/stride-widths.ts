import { formatPercent } from '#core/format.ts';
import type { Measurement } from '#measure/record/record.ts';
import type { FigurePoint } from '../figure.ts';
import { pointsOf, type Source, type Sweep, sizeNotes, sweepOf } from './reading.ts';

/** A width of load at every stride: what was measured, and what the transaction model says. */
export interface Width {
  readonly id: 'scalar' | 'vec4';
  readonly label: string;
  readonly measured: readonly FigurePoint[];
  readonly modelled: readonly FigurePoint[];
  /** Useful over moved bytes of the largest stride, as the cost model counts them. */
  readonly useful: number;
  readonly notes: readonly string[];
}

const WIDTHS = [
  { id: 'scalar', kernel: 'memory/strided', label: 'f32 loads' },
  { id: 'vec4', kernel: 'memory/strided-vec4', label: 'vec4 loads' },
] as const;

const usefulOf = ({ cost }: Measurement): number => cost.useful / cost.moved;
const usefulText = (one: Measurement) => `${formatPercent(usefulOf(one))} of moved bytes are useful`;

/**
 * The transaction model: memory moves whole sectors as fast as at a stride of 1, so that the bandwidth of what is asked for falls
 * with the share of the sectors that is useful.
 */
const modelledOf = (sweep: Sweep, base: Measurement, full: number): readonly FigurePoint[] =>
  sweep.map(([x, one]) => ({
    x,
    y: (full * usefulOf(one)) / usefulOf(base),
    interval: null,
    label: `Bandwidth at a stride of 1, as far as sectors are used: ${usefulText(one)}`,
  }));

/** The widths whose curve begins at a stride of 1, with which the others are compared. */
export const widthsOf = (source: Source): readonly Width[] =>
  WIDTHS.flatMap(({ id, kernel, label }): readonly Width[] => {
    const sweep = sweepOf(source, kernel, 'stride').filter(([, { cost }]) => cost.moved > 0 && cost.useful > 0);
    const byStride = new Map(sweep);
    const measured = pointsOf(sweep, ({ cost }) => cost.requested).map((point) => {
      const one = byStride.get(point.x);
      return one ? { ...point, label: `${point.label}: ${usefulText(one)}` } : point;
    });
    const [first, base, last] = [measured[0], byStride.get(1), sweep.at(-1)?.[1]];
    if (measured.length < 2 || first?.x !== 1 || !base || !last) return [];
    const modelled = modelledOf(sweep, base, first.y);
    return [{ id, label, measured, modelled, useful: usefulOf(last), notes: sizeNotes(sweep, 'stride') }];
  });
