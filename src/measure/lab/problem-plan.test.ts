import { expect, it } from 'vitest';
import { kernelById } from '../kernels/catalogue.ts';
import { problemPlan } from './problem-plan.ts';

const runner = { kernel: kernelById };
const planned = (...asked: Parameters<typeof problemPlan>[0][number][]) =>
  problemPlan(asked, runner).stages.flatMap((stage) => stage.plan([]));

it('measures what was asked for, each in its role, with more pairs than a suite', () => {
  const fma = { kernel: 'compute/fma', problem: { invocations: 64, iterations: 8 }, role: 'compute-peak' as const };
  const [one] = planned(fma);
  expect(one).toMatchObject({ problem: fma.problem, role: 'compute-peak' });
  expect(one?.kernel.id).toBe('compute/fma');
  expect(one?.pairs).toBeGreaterThan(7);
});

it('leaves out what the engine does not have, and what it counts is what it plans', () => {
  const problem = { m: 8, n: 8, k: 8 };
  const asked = ['matmul/naive', 'matmul/of-another-engine'].map((kernel) => ({
    kernel,
    problem,
    role: 'point' as const,
  }));
  const plan = problemPlan(asked, runner);
  expect(planned(...asked)).toHaveLength(1);
  expect(plan.stages.map(({ count }) => count)).toEqual([1]);
  expect(plan.budgetSeconds).toBeGreaterThan(0);
});
