import * as v from 'valibot';
import { MAX_BATCH, MAX_LAYERS, MAX_TIMES } from '#model/workload/resolve.ts';
import { list } from '../bounded.ts';
import { MAX_SAMPLES, type StackRun } from '../record.ts';

/** Longest path of a layer: group and name of 80 characters each, and a slash. */
const MAX_PATH = 161;
/** Layers that one kernel may do at once: itself, a normalisation and an activation; and some that are to come. */
const MAX_FUSED = 8;
/** A layer is a few kernels at most. */
const MAX_STEPS = 4 * MAX_LAYERS;

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PATH));
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const duration = v.pipe(v.number(), v.finite(), v.minValue(1e-15), v.maxValue(86_400));

const stepSchema = v.object({
  layers: v.pipe(
    list(path, MAX_FUSED),
    v.minLength(1),
    v.check((layers: string[]) => new Set(layers).size === layers.length, 'two layers of a step share a path'),
  ),
  times: whole(1, MAX_TIMES),
  flop: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1e24)),
  measurement: v.pipe(v.string(), v.minLength(1)),
});

const wholeSchema = v.pipe(
  v.object({
    samples: v.pipe(list(duration, MAX_SAMPLES), v.minLength(1)),
    median: duration,
    interval: v.tuple([duration, duration]),
  }),
  v.check(
    ({ median, interval: [low, high] }) => low <= median && median <= high,
    'expected an interval that holds the median',
  ),
  v.forward(
    v.check(
      ({ samples, median }) => samples.some((one) => one <= median) && samples.some((one) => median <= one),
      'expected a median between the least and the greatest sample',
    ),
    ['median'],
  ),
);

/** A stack's run of unknown origin. That its steps are among the run's measurements is checked with those. */
export const stackRunSchema = v.pipe(
  v.object({
    stack: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    name: v.pipe(v.string(), v.maxLength(200)),
    batch: whole(1, MAX_BATCH),
    fused: v.boolean(),
    steps: list(stepSchema, MAX_STEPS),
    skipped: list(v.object({ layer: path, reason: v.pipe(v.string(), v.maxLength(400)) }), MAX_LAYERS),
    whole: v.nullable(wholeSchema),
  }),
  v.forward(
    v.check(({ steps, skipped }) => {
      const measured = new Set(steps.flatMap(({ layers }) => layers));
      return !skipped.some(({ layer }) => measured.has(layer));
    }, 'a layer is skipped and measured'),
    ['skipped'],
  ),
  v.forward(
    v.check((run) => run.whole === null || run.skipped.length === 0, 'expected none: layers are missing'),
    ['whole'],
  ),
);

/** Whether each step has a measurement of its own role in the run. */
export const hasItsMeasurements = (run: {
  readonly measurements: readonly { readonly id: string; readonly role: string }[];
  readonly stack?: Pick<StackRun, 'steps'> | undefined;
}): boolean => {
  if (run.stack === undefined) return true;
  const layers = new Set(run.measurements.filter(({ role }) => role === 'layer').map(({ id }) => id));
  return run.stack.steps.every(({ measurement }) => layers.has(measurement));
};
