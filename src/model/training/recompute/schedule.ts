/**
 * One step of an iteration. Layer i reads activation i (its input) and gives activation i + 1.
 * - forward, saving `nothing`: its input goes, its output comes.
 * - forward, saving the `input`: its input stays beside its output.
 * - forward, saving `all`: its input stays, and all that its backward pass needs comes (x̄, its output in it).
 * - forward, saving `most`: the same without the part that is cheap to make again; `restore` makes that part.
 * - backward: the gradient of its output and its x̄ go, the gradient of its input comes.
 * - free: its input goes.
 */
export type Step =
  | { readonly op: 'forward'; readonly layer: number; readonly saves: Saves }
  | { readonly op: 'restore' | 'backward' | 'free'; readonly layer: number };

export type Saves = 'nothing' | 'input' | 'most' | 'all';
export type Schedule = readonly Step[];

export const backwardOf = (layer: number): Step => ({ op: 'backward', layer });
export const freeInputOf = (layer: number): Step => ({ op: 'free', layer });
export const forwardOf = (layer: number, saves: Saves): Step => ({ op: 'forward', layer, saves });

/** From the input of layer `from`, which stays, to the input of layer `to`: nothing between them is kept. */
export function advance(steps: Step[], from: number, to: number): void {
  for (let layer = from; layer < to; layer++) steps.push(forwardOf(layer, layer === from ? 'input' : 'nothing'));
}
