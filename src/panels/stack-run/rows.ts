import { formatSeconds, formatSignedPercent, UNKNOWN } from '#core/format.ts';
import { type Seconds, scaled } from '#core/units.ts';
import type { Measurement, Run, StackRun } from '#measure/record/record.ts';
import type { ComparedLayers, StackComparison } from '#measure/record/stack/compare.ts';

/** Layers that were measured together, as a row of the table: times of all occurrences. */
export interface LayerRow {
  readonly key: string;
  /** Path of the layer; what isolates its dots on the roofline. */
  readonly layer: string;
  /** Layers that its kernels do besides. */
  readonly fused: readonly string[];
  readonly times: number;
  readonly kernels: readonly string[];
  readonly measured: Seconds;
  readonly interval: readonly [Seconds, Seconds];
  /** null where there is nothing to predict by. */
  readonly predicted: Seconds | null;
  /** Measured speed against the model's, signed; null without a prediction. */
  readonly error: number | null;
}

type Steps = readonly StackRun['steps'][number][];
const all = (times: number) => (value: Seconds) => scaled(value, times);

function kernelsOf(layer: string, steps: Steps, byId: ReadonlyMap<string, Measurement>): readonly string[] {
  const own = steps.filter(({ layers }) => layers.includes(layer));
  return [...new Set(own.flatMap(({ measurement }) => byId.get(measurement)?.kernel ?? []))];
}

function comparedRow(row: ComparedLayers, kernels: readonly string[]): LayerRow {
  const [{ layer }, ...fused] = row.layers;
  const whole = all(row.times);
  return {
    key: layer,
    layer,
    fused: fused.map((one) => one.layer),
    times: row.times,
    kernels,
    measured: whole(row.measured),
    interval: [whole(row.interval[0]), whole(row.interval[1])],
    predicted: whole(row.predicted),
    error: row.error,
  };
}

/** Steps one by one, where there is no model beside them. */
function measuredRow({ layers, times, measurement }: Steps[number], index: number, one: Measurement): LayerRow {
  const [layer = measurement, ...fused] = layers;
  const whole = all(times);
  return {
    key: `${index} ${layer}`,
    layer,
    fused,
    times,
    kernels: [one.kernel],
    measured: whole(one.median),
    interval: [whole(one.interval[0]), whole(one.interval[1])],
    predicted: null,
    error: null,
  };
}

/** A row for each layer in the stack's order: beside the model where there is a comparison, else measured alone. */
export function layerRows(
  { measurements, stack }: Run & { readonly stack: StackRun },
  comparison: StackComparison | null,
): readonly LayerRow[] {
  const byId = new Map(measurements.map((one) => [one.id, one]));
  if (comparison)
    return comparison.rows.map((row) => comparedRow(row, kernelsOf(row.layers[0].layer, stack.steps, byId)));
  return stack.steps.flatMap((step, index) => {
    const one = byId.get(step.measurement);
    return one ? [measuredRow(step, index, one)] : [];
  });
}

/** The longest time in the rows, intervals included up to twice the median: one wild interval is not to flatten all bars. */
export const longestOf = (rows: readonly LayerRow[]): number =>
  Math.max(
    0,
    ...rows.flatMap(({ measured, interval, predicted }) => [Math.min(interval[1], 2 * measured), predicted ?? 0]),
  );

export const timesText = (times: number): string => (times > 1 ? ` ×${times.toLocaleString('en')}` : '');
export const intervalText = ([low, high]: LayerRow['interval']): string =>
  `${formatSeconds(low)} – ${formatSeconds(high)}`;
export const predictedText = ({ predicted }: Pick<LayerRow, 'predicted'>): string =>
  predicted === null ? UNKNOWN : formatSeconds(predicted);
export const errorText = ({ error }: Pick<LayerRow, 'error'>): string =>
  error === null ? UNKNOWN : formatSignedPercent(error);
