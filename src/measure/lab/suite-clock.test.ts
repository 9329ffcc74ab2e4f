import { expect, it } from 'vitest';
import { SuiteClock } from './suite-clock.ts';

const stages = [
  { count: 50, seconds: 5, plan: () => [] },
  { count: 30, seconds: 9, plan: () => [] },
];

function clockAt() {
  let milliseconds = 0;
  const clock = new SuiteClock({ stages, budgetSeconds: 60 }, () => milliseconds);
  const pass = (seconds: number) => {
    milliseconds += 1000 * seconds;
  };
  return { clock, pass };
}

it('says the expected time before anything is done', () => {
  expect(clockAt().clock.secondsLeft()).toBeCloseTo(14, 9);
});

it('takes a slow first measurement for no rule', () => {
  const { clock, pass } = clockAt();
  pass(1);
  clock.one();
  // At the pace of that one alone it would be 139 s.
  expect(clock.secondsLeft()).toBeGreaterThan(13.9);
  expect(clock.secondsLeft()).toBeLessThan(20);
});

it('comes to the pace of what was done, and to nothing at the end', () => {
  const { clock, pass } = clockAt();
  for (let done = 0; done < 50; done++) clock.one();
  pass(20);
  clock.nextStage();
  // Four times as slow as expected: 36 s at that pace alone, 9 s by expectation.
  expect(clock.secondsLeft()).toBeGreaterThan(22);
  expect(clock.secondsLeft()).toBeLessThan(36);
  for (let done = 0; done < 30; done++) clock.one();
  expect(clock.secondsLeft()).toBe(0);
});
