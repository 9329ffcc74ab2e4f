import { describe, expect, it } from 'vitest';
import { estimatorBias, SIMULATIONS, simulateMeasurement } from './simulated-clock.ts';

/** From a dispatch much shorter than any step to one that is half a pass. */
const DISPATCHES = [3.1e-6, 47e-6, 0.9e-3, 5.3e-3];
const SEEDS = 100;

describe.each(Object.entries(SIMULATIONS))('on a clock and processor that are %s', (_, simulation) => {
  it.each(DISPATCHES)('the median of a dispatch of %d s is off by less than 1 %% on average', async (dispatch) => {
    const { bias, held } = await estimatorBias({ ...simulation, dispatch, fixed: 21e-6 }, SEEDS);
    expect(Math.abs(bias)).toBeLessThan(0.01);
    expect(held).toBeGreaterThan(0.9);
  });
});

it('knows the truth of a drift by what was counted, and repeats itself by its seed', async () => {
  const simulation = { dispatch: 1e-3, drift: 0.1 };
  const found = await simulateMeasurement(simulation, 3);
  expect(found?.truth).toBeGreaterThan(1e-3);
  expect(found?.truth).toBeLessThan(1.1e-3);
  expect(await simulateMeasurement(simulation, 3)).toEqual(found);
  expect(await simulateMeasurement({ dispatch: 1e-3, backwards: 1 }, 3)).toBeNull();
});
