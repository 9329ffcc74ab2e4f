import type { ResolvedLayer } from '../workload/layer.ts';
import { formatBits } from '../workload/number-format.ts';
import type { Op } from '../workload/op.ts';
import type { AnalysisSettings } from './analysis.ts';
import { addOpTraffic, noTraffic, totalTraffic } from './op-traffic.ts';
import { tileCapacities } from './tile-capacities.ts';
import type { ChosenUnit } from './unit.ts';
import { breakEvenDensity, comparedForms, weightBytes } from './weight-bytes.ts';

/** The weights of an op in one form. Bytes of one occurrence. */
export interface FormRow {
  readonly form: string;
  /** Values, indices, masks, runs and scales. */
  readonly weights: number;
  /** Of those, what is not values. */
  readonly besides: number;
  /** Across the farthest boundary with the weights in this form; tiles are those of dense weights. */
  readonly traffic: number;
  /** Under this density it is smaller than dense; 1: always; 0: never. */
  readonly breakEven: number;
}

/** Rows and columns of an op's weights: outputs, and what each sums over. */
function matrixOf(op: Op): { readonly rows: number; readonly columns: number } | null {
  if (op.op === 'matmul' && op.right === 'weight') return { rows: op.n * (op.held ?? 1), columns: op.k };
  if (op.op !== 'convolution') return null;
  return { rows: op.outChannels, columns: (op.inChannels / op.groups) * op.kernelHeight * op.kernelWidth };
}

/**
 * What the weights of a layer's products and convolutions take in each form with `density` of them kept, and what then
 * crosses the farthest boundary in place of dense weights, as often as they do. Arithmetic that skips noughts is not
 * counted: these are bytes.
 */
export function layerForms(
  { ops }: Pick<ResolvedLayer, 'ops'>,
  chosen: ChosenUnit,
  settings: Pick<AnalysisSettings, 'overlap' | 'format'>,
  density: number,
): readonly FormRow[] {
  const bits = formatBits(settings.format);
  const room = tileCapacities(chosen, settings.overlap).at(-1) ?? 0;
  const moved = noTraffic();
  for (const op of ops) addOpTraffic(moved, op, Math.floor((room * 8) / bits));
  const matrices = ops.flatMap((op) => matrixOf(op) ?? []);
  const dense = matrices.reduce((sum, { rows, columns }) => sum + (rows * columns * bits) / 8, 0);
  if (dense === 0) return [];
  const denseTraffic = (moved.weights * bits) / 8;
  const others = (totalTraffic(moved) * bits) / 8 - denseTraffic;
  return comparedForms(bits).map(([form, stored]) => {
    const taken = matrices.map((matrix) => weightBytes(stored, { ...matrix, density }));
    const weights = taken.reduce((sum, { total }) => sum + total, 0);
    return {
      form,
      weights,
      besides: taken.reduce((sum, { besides }) => sum + besides, 0),
      traffic: others + denseTraffic * (weights / dense),
      breakEven: Math.min(...matrices.map((matrix) => breakEvenDensity(stored, bits, matrix))),
    };
  });
}
