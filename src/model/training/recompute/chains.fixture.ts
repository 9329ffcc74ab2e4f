import fc from 'fast-check';
import { bytes, seconds } from '#core/units.ts';
import type { Chain } from './chain.ts';

/** Ten layers alike of the Rotor facts: forward 1, backward 2, |x| 1, |x̄| 3. */
export const ROTOR_LAYER = { forward: 1, backward: 2, activation: 1, saved: 3 } as const;

/** Chains of unequal layers with whole times and sizes; what is saved includes the layer's output. */
export function arbitraryChain(most: number): fc.Arbitrary<Chain> {
  return fc.integer({ min: 1, max: most }).chain((layers) => {
    const list = (length: number, least: number, largest: number) =>
      fc.array(fc.integer({ min: least, max: largest }), { minLength: length, maxLength: length });
    return fc
      .record({
        forward: list(layers, 0, 9),
        backward: list(layers, 0, 9),
        activation: list(layers + 1, 0, 6),
        beside: list(layers, 0, 6),
      })
      .map(({ forward, backward, activation, beside }) => ({
        forward: forward.map(seconds),
        backward: backward.map(seconds),
        activation: activation.map(bytes),
        saved: beside.map((size, layer) => bytes(size + (activation[layer + 1] ?? 0))),
      }));
  });
}
