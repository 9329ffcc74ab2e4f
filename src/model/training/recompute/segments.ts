import { type Chain, layersOf } from './chain.ts';
import { advance, backwardOf, forwardOf, freeInputOf, type Schedule, type Step } from './schedule.ts';

/**
 * Chen et al. 2016, "Training deep nets with sublinear memory cost": the chain is cut into segments at `starts` (ascending, the first
 * 0). Forward keeps each segment's input; backward runs a segment forward again, now saving all, and then back. The last segment
 * saves all at once, as nothing runs between its forward and its backward pass.
 */
export function segmentSchedule(layers: number, starts: readonly number[]): Schedule {
  const steps: Step[] = [];
  const endOf = (segment: number) => starts[segment + 1] ?? layers;
  const save = (segment: number) => {
    for (let layer = starts[segment] ?? 0; layer < endOf(segment); layer++) steps.push(forwardOf(layer, 'all'));
  };
  const last = starts.length - 1;
  for (let segment = 0; segment < last; segment++) advance(steps, starts[segment] ?? 0, endOf(segment));
  for (let segment = last; segment >= 0; segment--) {
    save(segment);
    const start = starts[segment] ?? 0;
    for (let layer = endOf(segment) - 1; layer >= start; layer--) steps.push(backwardOf(layer));
    if (start > 0) steps.push(freeInputOf(start));
  }
  return steps;
}

/** All is saved and nothing recomputed: one segment. */
export const noneSchedule = (layers: number): Schedule => segmentSchedule(layers, [0]);

/** Full recomputation that keeps each layer's input (Korthikanti's 2sbh a transformer layer): a segment a layer. */
export const layerInputsSchedule = (layers: number): Schedule =>
  segmentSchedule(
    layers,
    Array.from({ length: layers }, (_, layer) => layer),
  );

/** Full recomputation that keeps the chain's input alone: every layer starts again from there, n(n − 1)/2 forward steps. */
export function inputOnlySchedule(layers: number): Schedule {
  const steps: Step[] = [];
  for (let layer = layers - 1; layer >= 0; layer--) {
    advance(steps, 0, layer);
    steps.push(forwardOf(layer, 'all'), backwardOf(layer));
    if (layer > 0) steps.push(freeInputOf(layer));
  }
  return steps;
}

/** Segments whose numbers of layers differ by one at the most. */
export function evenStarts(layers: number, segments: number): readonly number[] {
  const starts = Array.from({ length: segments }, (_, segment) => Math.ceil((segment * layers) / segments));
  return starts.filter((start, segment) => segment === 0 || start > (starts[segment - 1] ?? 0));
}

/** Segments that fit `limit` bytes of what is saved, each as long as it can be (Chen 2016, algorithm 3). */
function startsUnder(saved: readonly number[], limit: number): readonly number[] {
  const starts = [0];
  let inside = 0;
  for (const [layer, size] of saved.entries()) {
    if (inside + size > limit && layer > (starts.at(-1) ?? 0)) {
      starts.push(layer);
      inside = 0;
    }
    inside += size;
  }
  return starts;
}

/** The segments, `segments` of them or fewer, of which the largest saves the fewest bytes. */
export function balancedStarts({ saved }: Chain, segments: number): readonly number[] {
  let low = Math.max(0, ...saved);
  let high = saved.reduce((total, size) => total + size, 0);
  let best = startsUnder(saved, high);
  // Halving until two limits cannot be told apart: 64 times at most for doubles.
  for (let round = 0; round < 64 && low < high; round++) {
    const middle = low + (high - low) / 2;
    const starts = startsUnder(saved, middle);
    if (starts.length <= segments) {
      best = starts;
      if (high === middle) break;
      high = middle;
    } else low = middle;
  }
  const least = startsUnder(saved, low);
  return least.length <= segments ? least : best;
}

/** Chen's choice for layers alike: ⌈√n⌉ segments. */
export const chenSegments = (chain: Chain): number => Math.ceil(Math.sqrt(layersOf(chain)));
