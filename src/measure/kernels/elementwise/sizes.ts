import { FLOP_PER_ELEMENT } from '#model/workload/layers/activation.ts';
import { ACTIVATIONS } from '../activations.ts';
import type { Problem, SizeSpec } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** An extent of a tensor. */
export const extent = (key: string, label: string, initial: number, most = 2 ** 24): SizeSpec => ({
  key,
  label,
  min: 1,
  max: most,
  default: initial,
});

/** A step, an offset or a padding: nought is one too. */
export const offset = (key: string, label: string, initial: number, most = 2 ** 29): SizeSpec => ({
  ...extent(key, label, initial, most),
  min: 0,
});

export const activationSize = (initial: number): SizeSpec =>
  offset('activation', 'Activation, by its number', initial, ACTIVATIONS.length - 1);

export const sizesOf = (problem: Problem, keys: readonly string[]): number[] => keys.map((key) => sizeOf(problem, key));

/** FLOP of one element of the activation with this code, as the model counts them. */
export function activationFlop(code: number): number {
  const name = ACTIVATIONS[code] ?? 'none';
  return name === 'none' ? 0 : FLOP_PER_ELEMENT[name];
}
