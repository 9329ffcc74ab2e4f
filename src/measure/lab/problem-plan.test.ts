import { expect, it } from 'vitest';
import { BEST_HERE } from '../kernels/best-matmul.ts';
import { kernelById } from '../kernels/catalogue.ts';
import { sampleRun } from '../record/sample-run.ts';
import { adapterKey, NOTHING_TUNED } from '../record/tuning/memory.ts';
import { problemPlan } from './problem-plan.ts';

const { adapter } = sampleRun();
const runner = { kernel: kernelById, engine: 'webgpu', adapter } as const;
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

it('takes for the best matmul what was tuned on the adapter, and what is usual where nobody tuned', () => {
  const sizes = { m: 100, n: 90, k: 80 };
  const asked = [{ kernel: BEST_HERE, problem: sizes, role: 'point' as const }];
  const choice = { kernel: 'matmul/tuned-direct-4x4', across: 16, down: 2, rate: 1e9 };
  const adapters = [
    { adapter: adapterKey(adapter), at: '2026-01-01T00:00:00.000Z', sizes: [{ sizes, choices: [choice] }] },
  ];
  const [tuned] = problemPlan(asked, runner, { ...NOTHING_TUNED, adapters }).stages.flatMap((stage) => stage.plan([]));
  expect(tuned).toMatchObject({ kernel: { id: choice.kernel }, problem: { ...sizes, across: 16, down: 2 } });
  const [usual] = planned(...asked);
  expect(usual?.kernel.id).toMatch(/^matmul\/tuned-staged/);
  expect(problemPlan(asked, { ...runner, engine: 'cpu', kernel: () => undefined }).stages[0]?.count).toBe(0);
});
