import { describe, expect, it } from 'vitest';
import { verifyOutput } from '../verify.ts';
import { chase } from './chase.ts';
import { cycleContent, cycleOrder, cycleWalk } from './cycle.ts';

/** Follows the addresses as the shader does; the number of the line where it ends. */
function walk(content: Uint32Array, first: number, hops: number): number {
  let at = first;
  for (let hop = 0; hop < hops; hop++) at = content[at] ?? Number.NaN;
  return at / 16;
}

describe('cycle', () => {
  it.each([1, 2, 7, 1000])('of %d lines visits each once, and its other elements are nought', (lines) => {
    const content = cycleContent(lines);
    const seen = new Set<number>();
    for (let hop = 0; hop < lines; hop++) seen.add(walk(content, 0, hop));
    expect(seen.size).toBe(lines);
    expect(walk(content, 0, lines)).toBe(0);
    expect(content.every((value, element) => element % 16 === 0 || value === 0)).toBe(true);
  });
  it('ends where a walk ends, past one round too', () => {
    for (const [lines, hops] of [
      [1, 9],
      [33, 1],
      [33, 32],
      [33, 100],
      [4096, 5000],
    ] as const) {
      const { first, last } = cycleWalk(lines, hops);
      expect(walk(cycleContent(lines), first, hops), `${hops} hops of ${lines}`).toBe(last);
    }
  });
  it('is shuffled: few lines are followed by a near one', () => {
    const order = cycleOrder(4096);
    const near = order.filter((line, at) => Math.abs(line - (order[(at + 1) % 4096] ?? 0)) <= 4);
    // Eight of 4,096 neighbours are that near: 8 are expected.
    expect(near.length).toBeLessThan(40);
  });
  it('makes every cycle of four lines equally likely', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 600; seed++) {
      // Each length has a seed of its own: the first four lines left of a longer order are a cycle of four.
      const four = [...cycleOrder(4 + seed)].filter((line) => line < 4);
      const start = four.indexOf(0);
      const cycle = [...four.slice(start), ...four.slice(0, start)].join('');
      counts.set(cycle, (counts.get(cycle) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['0123', '0132', '0213', '0231', '0312', '0321']);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
  });
});

describe('the chase', () => {
  const problem = { bytes: 64 * 129, hops: 77 };
  const [cycle, parameters] = chase.bindings.map(({ content }) => content?.fill(problem));
  if (!cycle || !parameters) throw new Error('no content');
  const [hops = 0, first = 0] = new Uint32Array(parameters.buffer);
  /** What is wrong with a walk that ended after so many hops and says how many dispatches it was. */
  const fault = (walked: number, counted: number, dispatches: number) => {
    const line = walk(new Uint32Array(cycle.buffer), first, walked);
    const output = new Float32Array(Uint32Array.of(line, counted).buffer);
    const verdict = verifyOutput(chase, problem, [cycle, parameters], output, () => 0, 16, dispatches);
    return verdict.ok ? null : verdict.error.message;
  };
  it('says where its own buffers lead, after as many dispatches as there were', () => {
    expect(hops).toBe(77);
    for (const dispatches of [1, 2, 5, 400]) expect(fault(77 * dispatches, dispatches, dispatches)).toBeNull();
  });
  it('finds hops, dispatches and whole walks that were left out', () => {
    expect(fault(77 * 5 - 1, 5, 5)).toContain('the line at the end');
    expect(fault(77, 5, 5)).toContain('the line at the end');
    expect(fault(77 * 4, 4, 5)).toContain('4 dispatches, not 5');
    const unwritten = new Float32Array(2).fill(Number.NaN);
    expect(verifyOutput(chase, problem, [cycle, parameters], unwritten, () => 0).ok).toBe(false);
  });
  it('goes through all lines in a round', () => {
    expect(chase.round?.(problem)).toBe(2);
    expect(chase.round?.({ bytes: 64 * 77, hops: 77 })).toBe(1);
  });
  it('knows the end of a walk whose hops no f64 holds', () => {
    const lines = 2 ** 10 - 1;
    // 2^28 is 2^8 modulo 2^10 − 1, and (2^8)² is 2^6.
    expect(cycleWalk(lines, 2 ** 28, 2 ** 28).last).toBe(cycleOrder(lines)[2 ** 6]);
  });
});
