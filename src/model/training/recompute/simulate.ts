import { err, ok, type Result } from '#core/result.ts';
import { type Bytes, bytes, type Seconds, seconds } from '#core/units.ts';
import { type Chain, cheapBytes, cheapTime, layersOf } from './chain.ts';
import type { Schedule, Step } from './schedule.ts';

export interface Simulation {
  readonly makespan: Seconds;
  /** The most bytes held at once: the chain's input, activations, what is saved, and gradients. */
  readonly peak: Bytes;
  /** Forward steps that save nothing for a backward pass, as Griewank and Walther count them: those that do are not counted. */
  readonly forwardSteps: number;
  /** Forward steps that save for a backward pass. */
  readonly tapingSteps: number;
  /** The most inputs kept at once to run forward from again, the chain's own among them: Revolve's slots. */
  readonly slots: number;
  /** Bytes held while each step runs. */
  readonly memory: Float64Array;
  /** Seconds from the start to the end of each step. */
  readonly ends: Float64Array;
}

export interface ScheduleFault {
  /** Index of the step that cannot be done. */
  readonly step: number;
  readonly message: string;
}

const NOT_SAVED = 0;
const MOSTLY_SAVED = 1;
const ALL_SAVED = 2;

/** What is in memory between two steps. It knows nothing of how a schedule was made. */
class Memory {
  held: number;
  slots = 0;
  #kept = 0;
  readonly #chain: Chain;
  /** Activations that lie by themselves, not inside a layer's x̄. */
  readonly #alone: Uint8Array;
  readonly #saved: Uint8Array;
  /** Inputs that a forward step kept. */
  readonly #slot: Uint8Array;
  /** Layers whose backward pass is still to come: the gradient is of this one's output. */
  left: number;

  constructor(chain: Chain) {
    const layers = layersOf(chain);
    this.#chain = chain;
    this.#alone = new Uint8Array(layers + 1);
    this.#alone[0] = 1;
    this.#saved = new Uint8Array(layers);
    this.#slot = new Uint8Array(layers + 1);
    this.left = layers;
    // Room for the gradient of the chain's output is kept from the start, as Rotor's model does.
    this.held = this.#size(0) + this.#size(layers);
  }

  #size(activation: number): number {
    return this.#chain.activation[activation] ?? 0;
  }

  #has(activation: number): boolean {
    return this.#alone[activation] === 1 || (activation > 0 && this.#saved[activation - 1] !== NOT_SAVED);
  }

  /** Does the step; gives the bytes held while it runs, or why it cannot be done. */
  take(step: Step): number | string {
    switch (step.op) {
      case 'forward':
        return this.#forward(step.layer, step.saves);
      case 'restore':
        return this.#restore(step.layer);
      case 'backward':
        return this.#backward(step.layer);
      case 'free':
        return this.#free(step.layer);
    }
  }

  #forward(layer: number, saves: 'nothing' | 'input' | 'most' | 'all'): number | string {
    if (layer >= this.left) return 'runs a layer forward whose backward pass is done';
    if (!this.#has(layer)) return 'lacks its input';
    if (saves === 'all' || saves === 'most') {
      if (this.#saved[layer] !== NOT_SAVED) return 'saves what is saved already';
      this.#saved[layer] = saves === 'all' ? ALL_SAVED : MOSTLY_SAVED;
      this.held += (this.#chain.saved[layer] ?? 0) - (saves === 'all' ? 0 : cheapBytes(this.#chain, layer));
      return this.held;
    }
    if (this.#alone[layer + 1] === 1) return 'makes an activation that is there already';
    this.#alone[layer + 1] = 1;
    this.held += this.#size(layer + 1);
    const during = this.held;
    if (saves === 'input') this.#keep(layer);
    else if (this.#alone[layer] !== 1) return 'gives up an input that is saved with the layer before';
    else this.#drop(layer);
    return during;
  }

  #keep(activation: number): void {
    if (this.#slot[activation] === 1) return;
    this.#slot[activation] = 1;
    this.#kept++;
    this.slots = Math.max(this.slots, this.#kept);
  }

  #drop(activation: number): void {
    this.#alone[activation] = 0;
    this.held -= this.#size(activation);
    if (this.#slot[activation] === 0) return;
    this.#slot[activation] = 0;
    this.#kept--;
  }

  #restore(layer: number): number | string {
    if (this.#saved[layer] !== MOSTLY_SAVED) return 'restores what was not left out';
    this.#saved[layer] = ALL_SAVED;
    this.held += cheapBytes(this.#chain, layer);
    return this.held;
  }

  #backward(layer: number): number | string {
    if (layer !== this.left - 1) return 'is out of turn';
    if (this.#saved[layer] !== ALL_SAVED) return 'lacks what its backward pass needs';
    if (!this.#has(layer)) return 'lacks its input';
    const during = this.held + this.#size(layer);
    this.#saved[layer] = NOT_SAVED;
    this.held = during - (this.#chain.saved[layer] ?? 0) - this.#size(layer + 1);
    this.left = layer;
    return during;
  }

  #free(layer: number): number | string {
    if (this.#alone[layer] !== 1) return 'frees an input that is not there by itself';
    const during = this.held;
    this.#drop(layer);
    return during;
  }
}

function timeOf(chain: Chain, { op, layer }: Step): number {
  if (op === 'free') return 0;
  if (op === 'restore') return cheapTime(chain, layer);
  return (op === 'forward' ? chain.forward[layer] : chain.backward[layer]) ?? 0;
}

/**
 * Runs a schedule on a chain, one step after another, and takes nothing for granted: each step must find what it needs in memory. Time
 * in seconds, memory in bytes. A fault names the first step that cannot be done, or the end where backward passes are missing.
 */
export function simulate(chain: Chain, schedule: Schedule): Result<Simulation, ScheduleFault> {
  const layers = layersOf(chain);
  const state = new Memory(chain);
  const memory = new Float64Array(schedule.length);
  const ends = new Float64Array(schedule.length);
  let clock = 0;
  let peak = state.held;
  let taping = 0;
  let forwards = 0;
  for (const [index, step] of schedule.entries()) {
    const { op, layer } = step;
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers)
      return err({ step: index, message: `there is no layer ${layer}` });
    const held = state.take(step);
    if (typeof held === 'string') return err({ step: index, message: `${op} of layer ${layer} ${held}` });
    clock += timeOf(chain, step);
    memory[index] = held;
    ends[index] = clock;
    if (held > peak) peak = held;
    if (op !== 'forward') continue;
    if (step.saves === 'all' || step.saves === 'most') taping++;
    else forwards++;
  }
  if (state.left > 0) return err({ step: schedule.length, message: `${state.left} backward passes are missing` });
  return ok({
    makespan: seconds(clock),
    peak: bytes(peak),
    forwardSteps: forwards,
    tapingSteps: taping,
    slots: Math.max(1, state.slots),
    memory,
    ends,
  });
}
