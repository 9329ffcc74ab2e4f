import { type Chain, layersOf } from './chain.ts';

/**
 * The least time of any schedule that keeps what it once keeps until its backward pass, by search over every state of memory: the
 * activations kept, the layers saved, the activation just made and the backward pass next. Written against the definition, not the
 * recurrence. Infinite where nothing fits. For chains of a few layers.
 */
export function bruteForce(chain: Chain, memory: number): number {
  const layers = layersOf(chain);
  const size = (index: number) => chain.activation[index] ?? 0;
  interface State {
    readonly kept: number;
    readonly saved: number;
    /** Activation made last and not kept yet; −1: none. */
    readonly working: number;
    readonly next: number;
  }
  const keyOf = ({ kept, saved, working, next }: State) => `${kept},${saved},${working},${next}`;
  const heldBy = ({ kept, saved, working, next }: State) => {
    let held = size(next + 1) + (working >= 0 ? size(working) : 0);
    for (let i = 0; i <= layers; i++) {
      if (kept & (1 << i)) held += size(i);
      if (saved & (1 << i)) held += chain.saved[i] ?? 0;
    }
    return held;
  };
  const open = new Map<string, { readonly state: State; readonly time: number }>();
  const closed = new Set<string>();
  const start: State = { kept: 1, saved: 0, working: -1, next: layers - 1 };
  open.set(keyOf(start), { state: start, time: 0 });
  while (open.size > 0) {
    let nearest: { readonly state: State; readonly time: number } | undefined;
    for (const entry of open.values()) if (!nearest || entry.time < nearest.time) nearest = entry;
    if (!nearest) break;
    const { state, time } = nearest;
    open.delete(keyOf(state));
    closed.add(keyOf(state));
    if (state.next < 0) return time;
    const { kept, saved, working, next } = state;
    const reach = (to: State, during: number, cost: number) => {
      const key = keyOf(to);
      if (during > memory || closed.has(key)) return;
      const known = open.get(key);
      if (!known || time + cost < known.time) open.set(key, { state: to, time: time + cost });
    };
    const held = heldBy(state);
    const isKept = (index: number) => (kept & (1 << index)) !== 0;
    const isSaved = (index: number) => index >= 0 && (saved & (1 << index)) !== 0;
    for (let layer = 0; layer <= next; layer++) {
      const here = isKept(layer) || isSaved(layer - 1) || working === layer;
      if (!here) continue;
      const cost = chain.forward[layer] ?? 0;
      // What was just made and is not this layer's input would be thrown away: a step for nothing, unless it is kept.
      const input = working === layer ? kept | (1 << layer) : kept;
      const others = working >= 0 && working !== layer ? input | (1 << working) : input;
      if (!isKept(layer + 1) && !isSaved(layer)) {
        const during = held + size(layer + 1);
        if (working === layer) reach({ kept, saved, working: layer + 1, next }, during, cost);
        reach({ kept: others, saved, working: layer + 1, next }, during, cost);
      }
      if (!isSaved(layer))
        reach({ kept: others, saved: saved | (1 << layer), working: -1, next }, held + (chain.saved[layer] ?? 0), cost);
    }
    if (isSaved(next) && (isKept(next) || isSaved(next - 1) || working === next)) {
      const after = {
        kept: kept & ~(1 << next) & ~(1 << (next + 1)),
        saved: saved & ~(1 << next),
        working: working === next || working === next + 1 ? -1 : working,
        next: next - 1,
      };
      reach(after, held + size(next), chain.backward[next] ?? 0);
    }
  }
  return Number.POSITIVE_INFINITY;
}
