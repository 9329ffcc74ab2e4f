import { unwrap } from '#core/result.ts';
import { completeFields } from '../fields.ts';
import type { FieldValues, LayerKind, Shape } from '../layer.ts';
import { opFlop, opMacs } from '../op-cost.ts';
import { elementsOf } from '../shape.ts';

/** What one kind makes of shapes, for tests: a fault's sentence, or outputs with their costs. */
export function applyKind(kind: LayerKind, fields: FieldValues, ...inputs: readonly Shape[]) {
  const complete = unwrap(completeFields(kind, fields));
  const inferred = kind.infer(complete, inputs);
  if (!inferred.ok) return { fault: inferred.error.message.replaceAll('\u00a0', ' ') };
  const ops = kind.ops(complete, inputs, inferred.value);
  const weights = kind.weights(complete, inputs);
  const count = (some: typeof weights) => some.reduce((sum, weight) => sum + elementsOf(weight.shape), 0);
  return {
    outputs: inferred.value,
    ops,
    weights,
    parameters: count(weights.filter((weight) => weight.trainable && !weight.tied)),
    stored: count(weights.filter((weight) => !weight.tied)),
    macs: ops.reduce((sum, op) => sum + opMacs(op), 0),
    flop: ops.reduce((sum, op) => sum + opFlop(op), 0),
    state: kind.stateElements?.(complete, inputs) ?? 0,
  };
}
