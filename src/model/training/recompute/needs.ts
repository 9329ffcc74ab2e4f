import { type Bytes, bytes } from '#core/units.ts';
import { type Chain, layersOf } from './chain.ts';
import { rowOf } from './rotor.ts';

/**
 * The least memory in which any schedule of Rotor's kind fits, in bytes and without slots: its recurrence with memory for time, n³ / 6
 * comparisons. What is under it is infeasible however long an iteration may take.
 */
export function leastMemory({ activation, saved, forward }: Chain): Bytes {
  const layers = layersOf({ activation, saved, forward, backward: forward });
  const least = new Float64Array((layers * (layers + 1)) / 2);
  const at = (from: number, to: number) => least[rowOf(layers, from, to)] as number;
  const size = (index: number) => activation[index] ?? 0;
  const own = (layer: number) => size(layer) + size(layer + 1) + (saved[layer] ?? 0);
  for (let i = 0; i < layers; i++) least[rowOf(layers, i, i)] = own(i);
  for (let from = layers - 2; from >= 0; from--) {
    let widest = size(from + 1);
    for (let to = from + 1; to < layers; to++) {
      // Forward from `from` to the input of `to`, saving nothing, beside the gradient of the part's output.
      if (to - 1 > from) widest = Math.max(widest, size(to - 1) + size(to));
      let best = Math.max(own(from), (saved[from] ?? 0) + at(from + 1, to));
      for (let j = from + 1; j <= to; j++) best = Math.min(best, Math.max(size(j) + at(j, to), at(from, j - 1)));
      least[rowOf(layers, from, to)] = Math.max(best, size(to + 1) + widest);
    }
  }
  return bytes(size(0) + at(0, layers - 1));
}
