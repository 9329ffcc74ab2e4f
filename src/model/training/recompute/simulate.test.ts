import { describe, expect, it } from 'vitest';
import { equalChain } from './chain.ts';
import { ROTOR_LAYER } from './chains.fixture.ts';
import { backwardOf, forwardOf, freeInputOf, type Step } from './schedule.ts';
import { simulate } from './simulate.ts';

const two = equalChain(2, ROTOR_LAYER);

describe('the simulator', () => {
  it('holds what each step holds, and counts its time', () => {
    const schedule = [
      forwardOf(0, 'input'),
      forwardOf(1, 'all'),
      backwardOf(1),
      freeInputOf(1),
      forwardOf(0, 'all'),
      backwardOf(0),
    ];
    const result = simulate(two, schedule);
    if (!result.ok) throw new Error(result.error.message);
    // Input and last gradient; x₁; x̄₂; the gradient of x₁; x₁ until it is freed; x̄₁; the gradient of the input.
    expect([...result.value.memory]).toEqual([3, 6, 7, 3, 5, 6]);
    expect([...result.value.ends]).toEqual([1, 2, 4, 4, 5, 7]);
    expect(result.value).toMatchObject({ makespan: 7, peak: 7, forwardSteps: 1, tapingSteps: 2, slots: 1 });
  });

  const cases: readonly (readonly [what: string, schedule: readonly Step[], step: number, says: string])[] = [
    ['an input that nobody made', [forwardOf(1, 'all')], 0, 'lacks its input'],
    ['a layer that is not there', [forwardOf(2, 'all')], 0, 'no layer 2'],
    ['a layer between two', [forwardOf(0.5, 'all')], 0, 'no layer 0.5'],
    ['what was not saved', [forwardOf(0, 'input'), forwardOf(1, 'input'), backwardOf(1)], 2, 'lacks what'],
    ['a backward pass out of turn', [forwardOf(0, 'all'), backwardOf(0)], 1, 'out of turn'],
    ['a second copy', [forwardOf(0, 'input'), forwardOf(0, 'input')], 1, 'there already'],
    ['a second saving', [forwardOf(0, 'all'), forwardOf(0, 'all')], 1, 'saved already'],
    ['an input freed twice', [freeInputOf(0), freeInputOf(0)], 1, 'not there by itself'],
    ['an input freed inside what is saved', [forwardOf(0, 'all'), freeInputOf(1)], 1, 'not there by itself'],
    [
      'an input given up inside what is saved',
      [forwardOf(0, 'all'), forwardOf(1, 'nothing')],
      1,
      'saved with the layer',
    ],
    [
      'an input that is gone before the backward pass',
      [forwardOf(0, 'input'), forwardOf(1, 'all'), freeInputOf(1), backwardOf(1)],
      3,
      'lacks its input',
    ],
    ['a part restored that was there', [forwardOf(0, 'all'), { op: 'restore', layer: 0 }], 1, 'was not left out'],
    ['a part that is missing', [forwardOf(0, 'all'), forwardOf(1, 'most'), backwardOf(1)], 2, 'lacks what'],
    [
      'an end before the end',
      [forwardOf(0, 'all'), forwardOf(1, 'all'), backwardOf(1)],
      3,
      '1 backward passes are missing',
    ],
    [
      'a layer whose backward pass is done',
      [forwardOf(0, 'all'), forwardOf(1, 'all'), backwardOf(1), forwardOf(1, 'all')],
      3,
      'whose backward pass is done',
    ],
  ];
  it.each(cases)('refuses %s', (_, schedule, step, says) => {
    expect(simulate(two, schedule)).toEqual({ ok: false, error: { step, message: expect.stringContaining(says) } });
  });
});
