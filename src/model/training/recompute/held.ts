import type { Schedule } from './schedule.ts';

/** What lies in memory: of each layer, for people to look at. */
export interface Held {
  /** Activations that lie by themselves, the chain's input first; n + 1. */
  readonly activations: Uint8Array;
  /** What each layer saved: 0 nothing, 1 without its cheap part, 2 all; n. */
  readonly saved: Uint8Array;
  /** The gradient is of this activation. */
  readonly gradient: number;
}

/** What `count` steps of a schedule that runs leave in memory. */
export function heldAfter(layers: number, schedule: Schedule, count: number): Held {
  const activations = new Uint8Array(layers + 1);
  const saved = new Uint8Array(layers);
  activations[0] = 1;
  let gradient = layers;
  for (const step of schedule.slice(0, count)) {
    const { layer } = step;
    switch (step.op) {
      case 'free':
        activations[layer] = 0;
        break;
      case 'restore':
        saved[layer] = 2;
        break;
      case 'backward':
        saved[layer] = 0;
        gradient = layer;
        break;
      case 'forward':
        if (step.saves === 'all') saved[layer] = 2;
        else if (step.saves === 'most') saved[layer] = 1;
        else activations[layer + 1] = 1;
        if (step.saves === 'nothing') activations[layer] = 0;
    }
  }
  return { activations, saved, gradient };
}
