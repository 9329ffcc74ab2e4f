import { type Chain, cheapBytes, cheapTime, layersOf } from './chain.ts';
import { backwardOf, forwardOf, freeInputOf, type Schedule, type Step } from './schedule.ts';

/** What a layer may give up after its forward pass, and the time that it costs to make it again. */
interface Candidate {
  readonly layer: number;
  readonly bytes: number;
  readonly time: number;
}

const hasCheapParts = ({ cheap }: Chain): boolean => cheap?.bytes.some((size) => size > 0) ?? false;

/**
 * What selective recomputation may drop, most bytes for each second of recomputing first. Where the chain knows parts that are cheap
 * to make again (attention's scores: Korthikanti 2022, section 5), those parts; else whole layers, whose input is kept. The last layer
 * goes first in the backward pass, so that dropping it frees nothing at the peak.
 */
export function candidatesOf(chain: Chain): readonly Candidate[] {
  const parts = hasCheapParts(chain);
  const candidates = Array.from({ length: layersOf(chain) - 1 }, (_, layer) => ({
    layer,
    bytes: parts ? cheapBytes(chain, layer) : (chain.saved[layer] ?? 0) - (chain.activation[layer + 1] ?? 0),
    time: parts ? cheapTime(chain, layer) : (chain.forward[layer] ?? 0),
  }));
  return candidates
    .filter(({ bytes }) => bytes > 0)
    .sort((one, other) => other.bytes * one.time - one.bytes * other.time || one.layer - other.layer);
}

/** The schedule in which the layers of `dropped` give up what they may. */
export function selectiveSchedule(chain: Chain, dropped: ReadonlySet<number>): Schedule {
  const layers = layersOf(chain);
  const parts = hasCheapParts(chain);
  const steps: Step[] = [];
  for (let layer = 0; layer < layers; layer++)
    steps.push(forwardOf(layer, dropped.has(layer) ? (parts ? 'most' : 'input') : 'all'));
  for (let layer = layers - 1; layer >= 0; layer--) {
    if (dropped.has(layer)) steps.push(parts ? { op: 'restore', layer } : forwardOf(layer, 'all'));
    steps.push(backwardOf(layer));
    // The layer before gave it by itself, not inside what it saved.
    if (!parts && dropped.has(layer - 1)) steps.push(freeInputOf(layer));
  }
  return steps;
}
