import { advance, backwardOf, forwardOf, freeInputOf, type Schedule, type Step } from './schedule.ts';

/**
 * The smallest r with C(s + r, s) ≥ l: how often a layer is run forward at the most. With it the binomial. Griewank & Walther 2000,
 * "Algorithm 799: revolve".
 */
function repetitions(layers: number, slots: number): { readonly r: number; readonly binomial: number } {
  let r = 0;
  let binomial = 1;
  while (binomial < layers) {
    r++;
    binomial = (binomial * (slots + r)) / r;
  }
  return { r, binomial };
}

/**
 * The fewest forward steps that reverse a chain of `layers` layers alike with `slots` slots, the chain's input in one of them:
 * r·l − C(s + r, s + 1). Steps that save for a backward pass are not counted. Whole numbers from 1. Griewank & Walther 2000, eq. 3.
 */
export function revolveSteps(layers: number, slots: number): number {
  const { r, binomial } = repetitions(layers, slots);
  return r * layers - (binomial * r) / (slots + 1);
}

/**
 * Layers to run before the next slot is filled. j + steps(l − j, s − 1) + steps(j, s) is convex in j, as both parts grow by
 * their repetitions with each layer: the first j at which one more does not pay.
 */
function splitOf(layers: number, slots: number): number {
  let low = 1;
  let high = layers - 1;
  while (low < high) {
    const j = (low + high) >> 1;
    const more = 1 + repetitions(j + 1, slots).r;
    const less = repetitions(layers - j, slots - 1).r;
    if (more >= less) high = j;
    else low = j + 1;
  }
  return low;
}

/** Layers `from` to `end`, that one not among them, to be reversed with `free` slots, the first one's input in one of them. */
interface Part {
  readonly from: number;
  end: number;
  readonly free: number;
}

/** Revolve's schedule: as few forward steps as `slots` slots allow where layers are alike. Whole numbers from 1. */
export function revolveSchedule(layers: number, slots: number): Schedule {
  const steps: Step[] = [];
  const parts: Part[] = [{ from: 0, end: layers, free: Math.min(slots, layers) }];
  for (let part = parts.at(-1); part; part = parts.at(-1)) {
    const { from, end, free } = part;
    if (end - from > 1) {
      // The part after the split is done first; then what is before it, with all slots again.
      const middle = free === 1 ? end - 1 : from + splitOf(end - from, free);
      advance(steps, from, middle);
      parts.push({ from: middle, end, free: Math.max(1, free - 1) });
      continue;
    }
    steps.push(forwardOf(from, 'all'), backwardOf(from));
    // The end of every part that began here has been reached.
    parts.pop();
    const before = parts.at(-1);
    if (!before) break;
    steps.push(freeInputOf(from));
    before.end = from;
  }
  return steps;
}
