import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { bytes, seconds } from '#core/units.ts';
import { answerOf, tableAnswer, tableOf } from './answer.ts';
import { bruteForce } from './brute-force.fixture.ts';
import { type Chain, equalChain, idealTime } from './chain.ts';
import { arbitraryChain, ROTOR_LAYER } from './chains.fixture.ts';
import { heuristicAnswer } from './heuristics.ts';
import { leastMemory } from './needs.ts';
import { HEURISTICS } from './plan.ts';
import { rotorTime } from './rotor-plan.ts';
import { simulate } from './simulate.ts';

const ten = equalChain(10, ROTOR_LAYER);
/** Memory in which everything can be saved. */
const room = (chain: Chain) =>
  chain.saved.reduce((total, size) => total + size, 0) + 3 * Math.max(...chain.activation) + 1;

/** Beaumont et al. 2019, theorem 1, as it is written: layers i to l with m bytes beside the input. */
function recurrence({ forward, backward, activation, saved }: Chain, memory: number): number {
  const cw = (index: number) => activation[index] ?? 0;
  const x = (layer: number) => saved[layer] ?? 0;
  const known = new Map<string, number>();
  const opt = (m: number, i: number, l: number): number => {
    const key = `${m},${i},${l}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let best = Number.POSITIVE_INFINITY;
    if (i === l) {
      if (m >= cw(i) + cw(i + 1) + x(i)) best = (forward[i] ?? 0) + (backward[i] ?? 0);
    } else {
      let widest = cw(i + 1);
      for (let j = i + 1; j < l; j++) widest = Math.max(widest, cw(j) + cw(j + 1));
      if (m >= cw(l + 1) + widest) {
        let run = 0;
        for (let j = i + 1; j <= l; j++) {
          run += forward[j - 1] ?? 0;
          if (m >= cw(j)) best = Math.min(best, run + opt(m - cw(j), j, l) + opt(m, i, j - 1));
        }
        if (m >= x(i)) best = Math.min(best, opt(m, i, i) + opt(m - x(i), i + 1, l));
      }
    }
    known.set(key, best);
    return best;
  };
  return memory < cw(0) ? Number.POSITIVE_INFINITY : opt(memory - cw(0), 0, forward.length - 1);
}

describe('Rotor', () => {
  it.each([
    [7, 75],
    [8, 50],
    [9, 45],
    [33, 30],
    [1000, 30],
  ])('takes ten equal layers in %i of memory in %i', (memory, makespan) => {
    const answer = unwrap(answerOf(ten, 'rotor', memory));
    expect(answer.feasible && answer.plan.simulation.makespan).toBe(makespan);
  });

  it('says below which memory nothing fits, without slots', () => {
    const answer = unwrap(answerOf(ten, 'rotor', 6));
    expect(answer).toEqual({ feasible: false, needs: 7, exact: true });
    const huge = equalChain(10, { forward: 1, backward: 2, activation: 1_000_003, saved: 3_000_011 });
    expect(unwrap(answerOf(huge, 'rotor', 6_000_000))).toMatchObject({
      feasible: false,
      needs: 4 * 1_000_003 + 3_000_011,
    });
  });

  it('is the optimum that a search of every state finds', () => {
    fc.assert(
      fc.property(arbitraryChain(5), fc.integer({ min: 0, max: 60 }), (chain, memory) => {
        const table = unwrap(tableOf(chain, memory));
        expect(table.grid.exact).toBe(true);
        expect(rotorTime(chain, table, memory)).toBe(bruteForce(chain, memory));
      }),
      { numRuns: 300 },
    );
  });

  it('claims what the simulator finds, and its peak is all the memory that its time needs', () => {
    fc.assert(
      fc.property(arbitraryChain(14), fc.integer({ min: 0, max: 120 }), (chain, memory) => {
        const table = unwrap(tableOf(chain, memory));
        const answer = tableAnswer(chain, table, memory);
        expect(answer.feasible).toBe(memory >= leastMemory(chain));
        if (!answer.feasible) return;
        const { makespan, peak } = unwrap(simulate(chain, answer.plan.schedule));
        expect(makespan).toBe(rotorTime(chain, table, memory));
        expect(peak).toBeLessThanOrEqual(memory);
        expect(rotorTime(chain, unwrap(tableOf(chain, peak)), peak)).toBe(makespan);
      }),
    );
  });

  it('never takes longer with more memory, and reaches the ideal', () => {
    fc.assert(
      fc.property(arbitraryChain(12), (chain) => {
        const largest = room(chain);
        const table = unwrap(tableOf(chain, largest));
        let before = Number.POSITIVE_INFINITY;
        for (let memory = 0; memory <= largest; memory++) {
          const time = rotorTime(chain, table, memory);
          expect(time).toBeLessThanOrEqual(before);
          before = time;
        }
        expect(before).toBe(idealTime(chain));
      }),
    );
  });

  it('is never slower than a heuristic that fits the same memory', () => {
    fc.assert(
      fc.property(arbitraryChain(10), fc.integer({ min: 0, max: 100 }), (chain, memory) => {
        const rotor = unwrap(answerOf(chain, 'rotor', memory));
        for (const method of HEURISTICS) {
          const other = heuristicAnswer(chain, method, memory);
          if (!other.feasible) continue;
          expect(rotor.feasible, method).toBe(true);
          if (rotor.feasible)
            expect(rotor.plan.simulation.makespan, method).toBeLessThanOrEqual(other.plan.simulation.makespan);
        }
      }),
    );
  });

  it('answers every smaller memory from one table', () => {
    fc.assert(
      fc.property(arbitraryChain(10), fc.integer({ min: 0, max: 100 }), (chain, memory) => {
        const table = unwrap(tableOf(chain, 200));
        const own = unwrap(tableOf(chain, memory));
        expect(rotorTime(chain, table, memory)).toBe(rotorTime(chain, own, memory));
      }),
    );
  });

  it('is exact where the greatest common divisor goes into the memory as often as there are slots, and says where not', () => {
    const kilo = equalChain(10, { forward: 1, backward: 2, activation: 1000, saved: 3000 });
    const exactly = (memory: number, slots?: number) => unwrap(answerOf(kilo, 'rotor', memory, slots)).exact;
    expect(exactly(500_000)).toBe(true);
    expect(exactly(500_999)).toBe(true);
    expect(exactly(501_000)).toBe(false);
    expect(exactly(501_000, 501)).toBe(true);
    const odd = equalChain(10, { forward: 1, backward: 2, activation: 1009, saved: 3001 });
    expect(unwrap(answerOf(odd, 'rotor', 9 * 3001)).exact).toBe(false);
  });

  it('keeps to the memory where sizes round up, and is no worse than a heuristic there', () => {
    fc.assert(
      fc.property(
        arbitraryChain(10),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 2, max: 20 }),
        (chain, memory, slots) => {
          const rotor = unwrap(answerOf(chain, 'rotor', memory, slots));
          const exact = unwrap(answerOf(chain, 'rotor', memory));
          const makespan = rotor.feasible ? rotor.plan.simulation.makespan : Number.POSITIVE_INFINITY;
          if (rotor.feasible) {
            expect(rotor.plan.simulation.peak).toBeLessThanOrEqual(memory);
            expect(exact.feasible && exact.plan.simulation.makespan).toBeLessThanOrEqual(makespan);
          }
          for (const method of HEURISTICS) {
            const other = heuristicAnswer(chain, method, memory);
            if (other.feasible) expect(makespan, method).toBeLessThanOrEqual(other.plan.simulation.makespan);
          }
        },
      ),
    );
  });

  it('is the recurrence of the paper, also where what is saved belies its definition', () => {
    fc.assert(
      fc.property(
        arbitraryChain(7),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 7, maxLength: 7 }),
        (chain, sizes) => {
          const odd: Chain = { ...chain, saved: chain.saved.map((_, layer) => bytes(sizes[layer] ?? 0)) };
          for (let memory = 0; memory <= 60; memory += 3)
            expect(rotorTime(odd, unwrap(tableOf(odd, memory)), memory)).toBe(recurrence(odd, memory));
        },
      ),
    );
  });

  it('takes times and sizes that are not whole', () => {
    const chain: Chain = {
      forward: [0.1, 0.7, 0.3].map(seconds),
      backward: [0.2, 1.4, 0.6].map(seconds),
      activation: [0.5, 1.25, 0.75, 0.1].map(bytes),
      saved: [2.5, 3.3, 0.9].map(bytes),
    };
    const answer = unwrap(answerOf(chain, 'rotor', 9));
    expect(answer).toMatchObject({ feasible: true, exact: false });
    expect(answer.feasible && answer.plan.simulation.makespan).toBeCloseTo(3.3, 12);
  });

  it('refuses a table that would not fit', () => {
    const chain = equalChain(1000, ROTOR_LAYER);
    const answer = answerOf(chain, 'rotor', 500);
    expect(answer).toEqual({ ok: false, error: expect.stringMatching(/larger than 1 GiB; use at most \d+ slots/) });
  });
});
