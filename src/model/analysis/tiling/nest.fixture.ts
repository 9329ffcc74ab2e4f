import type { Loop, LoopOrder, Trips } from './loop-nest.ts';

/** What crosses when a nest of tiled loops is walked tile by tile, and a tile that is in place is not fetched again. */
export function walkNest(
  trips: Trips,
  order: LoopOrder,
  size: {
    left(m: number, k: number): number;
    right(k: number, n: number): number;
    result(m: number, n: number): number;
  },
) {
  const counted = { left: 0, right: 0, written: 0, reread: 0 };
  const held = { left: '', right: '', result: '' };
  const begun = new Set<string>();
  let elements = 0;
  const at: Record<Loop, number> = { m: 0, n: 0, k: 0 };
  const step = () => {
    const { m, n, k } = at;
    if (held.left !== `${m} ${k}`) counted.left += size.left(m, k);
    if (held.right !== `${k} ${n}`) counted.right += size.right(k, n);
    const result = `${m} ${n}`;
    if (held.result !== result) {
      counted.written += elements;
      elements = size.result(m, n);
      if (begun.has(result)) counted.reread += elements;
      begun.add(result);
    }
    Object.assign(held, { left: `${m} ${k}`, right: `${k} ${n}`, result });
  };
  const walk = (depth: number) => {
    const loop = order[depth];
    if (loop === undefined) return step();
    for (at[loop] = 0; at[loop] < trips[loop]; at[loop]++) walk(depth + 1);
  };
  walk(0);
  counted.written += elements;
  return counted;
}
