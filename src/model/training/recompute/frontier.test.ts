import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { answerOf } from './answer.ts';
import { type Chain, equalChain, layersOf } from './chain.ts';
import { arbitraryChain, ROTOR_LAYER } from './chains.fixture.ts';
import { type Frontier, frontierAnswer, frontierOf, rotorCurve } from './frontier.ts';
import { heldAfter } from './held.ts';
import { METHODS, planOf } from './plan.ts';
import { revolveSchedule } from './revolve.ts';
import { selectiveSchedule } from './selective.ts';

function frontier(chain: Chain, slots?: number): Frontier {
  const working = frontierOf(chain, slots);
  for (;;) {
    const { done, value } = working.next();
    if (done) return unwrap(value);
  }
}

describe('the frontier', () => {
  it('answers every method and memory as the planners do', () => {
    fc.assert(
      fc.property(arbitraryChain(8), fc.integer({ min: 0, max: 90 }), (chain, memory) => {
        const worked = frontier(chain);
        for (const method of METHODS) {
          const asked = unwrap(answerOf(chain, method, memory));
          const found = frontierAnswer(chain, worked, method, memory);
          expect(found.feasible, method).toBe(asked.feasible);
          if (asked.feasible && found.feasible)
            expect(found.plan.simulation.makespan, method).toBe(asked.plan.simulation.makespan);
          else if (!asked.feasible && !found.feasible) expect(found.needs, method).toBe(asked.needs);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never passes its budget where sizes were rounded up, and is no slower than any mark', () => {
    fc.assert(
      fc.property(arbitraryChain(8), fc.integer({ min: 0, max: 90 }), (chain, memory) => {
        const worked = frontier(chain, 7);
        const found = frontierAnswer(chain, worked, 'rotor', memory);
        const fitting = worked.points.filter(({ peak }) => peak <= memory);
        if (fitting.length > 0) expect(found.feasible).toBe(true);
        if (!found.feasible) return;
        expect(found.plan.simulation.peak).toBeLessThanOrEqual(memory);
        for (const { makespan } of fitting) expect(found.plan.simulation.makespan).toBeLessThanOrEqual(makespan);
      }),
      { numRuns: 60 },
    );
  });

  it('draws Rotor’s own example: 75 at 7, 50 at 8, 45 at 9, 30 where all is saved', () => {
    const chain = equalChain(10, ROTOR_LAYER);
    const worked = frontier(chain);
    expect(worked).toMatchObject({ least: 7, all: 33 });
    const curve = rotorCurve(chain, worked);
    expect(curve.slice(0, 3)).toEqual([
      { memory: 7, time: 75 },
      { memory: 8, time: 50 },
      { memory: 9, time: 45 },
    ]);
    expect(curve.at(-1)).toEqual({ memory: 33, time: 30 });
  });

  it('says how far it is, never back', () => {
    const working = frontierOf(equalChain(20, ROTOR_LAYER));
    let before = 0;
    for (;;) {
      const { done, value } = working.next();
      if (done) break;
      expect(value).toBeGreaterThanOrEqual(before);
      expect(value).toBeLessThanOrEqual(1);
      before = value;
    }
    expect(before).toBe(1);
  });
});

describe('what is held', () => {
  it('adds up to the memory that the simulator counts after every step', () => {
    fc.assert(
      fc.property(arbitraryChain(7), fc.integer({ min: 1, max: 7 }), (chain, slots) => {
        const layers = layersOf(chain);
        const schedule = revolveSchedule(layers, slots);
        const { memory } = planOf(chain, { method: 'revolve', choice: '', schedule }).simulation;
        schedule.forEach((step, index) => {
          const { activations, saved, gradient } = heldAfter(layers, schedule, index + 1);
          let held = chain.activation[gradient] ?? 0;
          activations.forEach((there, at) => {
            if (there === 1) held += chain.activation[at] ?? 0;
          });
          saved.forEach((there, at) => {
            if (there === 2) held += chain.saved[at] ?? 0;
          });
          // While a step runs what it gives up is still there.
          const { layer } = step;
          const given = {
            forward: step.op === 'forward' && step.saves === 'nothing' ? (chain.activation[layer] ?? 0) : 0,
            restore: 0,
            free: chain.activation[layer] ?? 0,
            backward: (chain.saved[layer] ?? 0) + (chain.activation[layer + 1] ?? 0),
          };
          expect(held + given[step.op]).toBe(memory[index]);
        });
      }),
    );
  });

  it('tells a layer without its cheap part from a whole one', () => {
    const chain = {
      ...equalChain(2, ROTOR_LAYER),
      cheap: { bytes: equalChain(2, ROTOR_LAYER).saved, time: equalChain(2, ROTOR_LAYER).forward },
    };
    const schedule = selectiveSchedule(chain, new Set([0]));
    expect([...heldAfter(2, schedule, 2).saved]).toEqual([1, 2]);
    expect([...heldAfter(2, schedule, 4).saved]).toEqual([2, 0]);
  });
});
