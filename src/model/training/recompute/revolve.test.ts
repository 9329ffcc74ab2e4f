import { describe, expect, it } from 'vitest';
import { equalChain } from './chain.ts';
import { ROTOR_LAYER } from './chains.fixture.ts';
import { planOf } from './plan.ts';
import { revolveSchedule, revolveSteps } from './revolve.ts';

/** Griewank & Walther's recurrence: run j layers, reverse the rest with a slot fewer, then those j with all. */
function recurrence(largest: number, slots: number): number[][] {
  const table: number[][] = [[]];
  for (let s = 1; s <= slots; s++) {
    const row = [0, 0];
    for (let l = 2; l <= largest; l++) {
      if (s === 1) {
        row.push((l * (l - 1)) / 2);
        continue;
      }
      let best = Number.POSITIVE_INFINITY;
      for (let j = 1; j < l; j++) best = Math.min(best, j + (table[s - 1]?.[l - j] ?? 0) + (row[j] ?? 0));
      row.push(best);
    }
    table.push(row);
  }
  return table;
}

describe('Revolve', () => {
  it.each([
    [10, 3, 15],
    [16, 4, 27],
    [1, 1, 0],
    [10, 1, 45],
    [10, 9, 9],
    [10, 500, 9],
    [1000, 1, 499_500],
  ])('reverses %i layers with %i slots in %i forward steps', (layers, slots, steps) => {
    expect(revolveSteps(layers, slots)).toBe(steps);
  });

  it('agrees with its recurrence, and its schedules with both', () => {
    const table = recurrence(60, 20);
    for (let slots = 1; slots <= 20; slots++)
      for (let layers = 1; layers <= 60; layers++) {
        const wanted = table[slots]?.[layers];
        expect(revolveSteps(layers, slots), `${layers} layers, ${slots} slots`).toBe(wanted);
        const schedule = revolveSchedule(layers, slots);
        const { simulation } = planOf(equalChain(layers, ROTOR_LAYER), { method: 'revolve', choice: '', schedule });
        expect(simulation.forwardSteps, `${layers} layers, ${slots} slots`).toBe(wanted);
        expect(simulation.tapingSteps).toBe(layers);
        expect(simulation.slots).toBe(Math.min(slots, Math.max(1, layers - 1)));
      }
  });

  it('makes the schedule of very many layers and slots', () => {
    const schedule = revolveSchedule(20_000, 20_000);
    expect(schedule.filter(({ op }) => op === 'backward')).toHaveLength(20_000);
  });
});
