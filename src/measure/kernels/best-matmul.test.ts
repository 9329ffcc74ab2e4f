import { describe, expect, it } from 'vitest';
import type { Adapter } from '../record/record.ts';
import { sampleRun } from '../record/sample-run.ts';
import { adapterKey, NOTHING_TUNED, type TunedChoice, type Tuning } from '../record/tuning/memory.ts';
import { bestMatmul, usefulPart } from './best-matmul.ts';
import { problemFits } from './problem.ts';

const gpu: Adapter = { ...sampleRun().adapter, fallback: false, features: [], limits: {} };
const software: Adapter = { ...gpu, fallback: true, features: ['subgroups'] };
const sizes = { m: 300, n: 200, k: 100 };
const known = (adapter: Adapter, choices: readonly TunedChoice[]): Tuning => ({
  ...NOTHING_TUNED,
  adapters: [{ adapter: adapterKey(adapter), at: '2026-01-01T00:00:00.000Z', sizes: [{ sizes, choices }] }],
});
const slow: TunedChoice = { kernel: 'matmul/tuned-direct-4x4', across: 16, down: 1, rate: 2e11 };
const fast: TunedChoice = { kernel: 'matmul/tuned-staged-8x8', across: 16, down: 8, depth: 8, rate: 5e11 };

describe('the best matmul here', () => {
  it('is what is usual for the kind of adapter where nobody tuned', () => {
    expect(bestMatmul(sizes, gpu)).toMatchObject({ kernel: { id: 'matmul/tuned-staged-4x4' }, tuned: false });
    expect(bestMatmul(sizes, software)).toMatchObject({ kernel: { id: 'matmul/tuned-quad-32x8' }, tuned: false });
    const plain = { ...software, features: [] };
    expect(bestMatmul(sizes, plain)).toMatchObject({ kernel: { id: 'matmul/tuned-direct-8x8' }, tuned: false });
  });
  it('is what the search found, with its parameters in the problem', () => {
    const { kernel, problem, tuned } = bestMatmul(sizes, gpu, known(gpu, [slow, fast]));
    expect([kernel.id, tuned]).toEqual([fast.kernel, true]);
    expect(problem).toEqual({ ...sizes, across: 16, down: 8, depth: 8 });
    expect(problemFits(kernel, problem, gpu.limits)).toBeNull();
  });
  it('wastes less where there are few rows', () => {
    expect(usefulPart(fast, { m: 1, n: 128, k: 7 })).toBe(1 / 64);
    expect(usefulPart(slow, { m: 4, n: 32, k: 7 })).toBe(0.5);
    expect(bestMatmul({ m: 1, n: 4096, k: 4096 }, gpu, known(gpu, [slow, fast])).kernel.id).toBe(slow.kernel);
    expect(bestMatmul({ m: 1, n: 4096, k: 4096 }, software).kernel.id).toBe('matmul/tuned-direct-4x4');
  });
  it('is never one that the adapter cannot run, whatever a storage says', () => {
    const lies: readonly TunedChoice[] = [
      { kernel: 'matmul/tuned-quad-16x8', across: 4, down: 1, rate: 9e15 },
      { kernel: 'matmul/tuned-quad-9x9', across: 4, down: 1, rate: 8e15 },
      { kernel: 'matmul/tuned-direct-8x8', across: 256, down: 256, rate: 7e15 },
      { kernel: 'matmul/tuned-staged-8x8', across: 3, down: 3, depth: 5, rate: 6e15 },
    ];
    expect(bestMatmul(sizes, gpu, known(gpu, [...lies, slow]))).toMatchObject({
      kernel: { id: slow.kernel },
      tuned: true,
    });
    expect(bestMatmul(sizes, gpu, known(gpu, lies))).toMatchObject({ tuned: false });
  });
});
