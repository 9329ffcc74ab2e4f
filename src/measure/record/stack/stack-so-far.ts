import type { Measurement, StackRun } from '../record.ts';

/** A stack's run as it was when only these were measured: layers of which every step was; the whole comes last. */
export function stackSoFar(stack: StackRun, measured: readonly Measurement[]): StackRun {
  const known = new Set(measured.map(({ id }) => id));
  const missing = new Set(stack.steps.flatMap(({ layers, measurement }) => (known.has(measurement) ? [] : layers)));
  return {
    ...stack,
    steps: stack.steps.filter(({ layers }) => !layers.some((layer) => missing.has(layer))),
    whole: null,
  };
}
