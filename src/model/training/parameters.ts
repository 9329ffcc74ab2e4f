import type { ResolvedStack, Shape } from '../workload/layer.ts';
import { elementsOf } from '../workload/shape.ts';
import type { Adapter } from './lora.ts';
import { outputIsPart, type Role, weightIsPart } from './tensor-parallel.ts';

/** Weights of one shape. */
export interface ParameterTensor {
  readonly shape: Shape;
  readonly times: number;
  /** false: frozen, or a buffer such as batch-norm statistics: no gradient, no state. */
  readonly trained: boolean;
  /** Whether tensor parallelism spreads it over devices; every device has the whole of the others. */
  readonly part: boolean;
}
export interface ParameterSet {
  readonly tensors: readonly ParameterTensor[];
  /** null where only their number is known: what depends on shapes cannot be said. */
  readonly shapes: 'known' | null;
  /** Parameters of the layer that has the most; 0 where it is not known. */
  readonly largestLayer: number;
}

/** So many parameters of which nothing else is known; all of them trained. */
export const parametersAlone = (parameters: number, largestLayer = 0): ParameterSet => ({
  tensors: [{ shape: [parameters], times: 1, trained: true, part: true }],
  shapes: null,
  largestLayer,
});

/** The weights of a stack, tied ones once, with buffers; under LoRA its own are frozen and the adapters are trained. */
export function parametersOf(
  { layers }: ResolvedStack,
  roles: ReadonlyMap<string, Role>,
  adapters: readonly Adapter[] | null,
): ParameterSet {
  const tensors: ParameterTensor[] = [];
  let largestLayer = 0;
  for (const { path, times, weights, parameters } of layers) {
    largestLayer = Math.max(largestLayer, parameters);
    for (const { name, shape, trainable, tied } of weights)
      if (tied !== true)
        tensors.push({
          shape,
          times,
          trained: trainable && adapters === null,
          part: weightIsPart(roles.get(path), name),
        });
  }
  for (const { path, times, rank, inputs, outputs } of adapters ?? []) {
    const role = roles.get(path);
    tensors.push(
      { shape: [rank, inputs], times, trained: true, part: role === 'row' },
      { shape: [outputs, rank], times, trained: true, part: outputIsPart(role) || role === 'gathered' },
    );
  }
  return { tensors, shapes: 'known', largestLayer };
}

/** Elements of a set, `trained` ones or all; those of one device where tensor parallelism spreads them over `tensor`. */
export const elementsIn = ({ tensors }: ParameterSet, trained: boolean, tensor = 1): number =>
  tensors.reduce(
    (total, { shape, times, trained: own, part }) =>
      trained && !own ? total : total + (elementsOf(shape) * times) / (part ? tensor : 1),
    0,
  );
