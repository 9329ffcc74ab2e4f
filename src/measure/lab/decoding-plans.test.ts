import { describe, expect, it } from 'vitest';
import { kernelById } from '../kernels/catalogue.ts';
import type { Adapter } from '../record/record.ts';
import { sampleRun } from '../record/sample-run.ts';
import type { Experiment, ExperimentContext } from './experiment.ts';
import { attention } from './experiments/attention.ts';
import { matvec } from './experiments/matvec.ts';

const context = (over: Partial<Adapter>): ExperimentContext => ({
  engine: 'webgpu',
  adapter: { ...sampleRun().adapter, ...over },
  depth: 'thorough',
  kernel: kernelById,
});
const LIMITS = { maxBufferSize: 2 ** 32, maxStorageBufferBindingSize: 2 ** 32 - 4 };
const plannedOn = (experiment: Experiment, over: Partial<Adapter>) =>
  experiment.stages(context(over)).flatMap((stage) => stage.plan([]));

describe('the experiment attention', { timeout: 60_000 }, () => {
  const lengthsOf = (id: string, over: Partial<Adapter>) =>
    plannedOn(attention, over)
      .filter(({ kernel, problem }) => kernel.id === id && problem['kvHeads'] !== 1 && problem['causal'] !== 1)
      .map(({ problem }) => problem['keys'] ?? 0);

  it('leaves out what barriers make slow where a processor runs the invocations', () => {
    const kernels = (fallback: boolean) => new Set(plannedOn(attention, { fallback }).map(({ kernel }) => kernel.id));
    expect([...kernels(true)]).toEqual([
      'attention/scores',
      'attention/softmax-serial',
      'attention/values',
      'attention/flash',
    ]);
    expect([...kernels(false)]).toContain('attention/flash-tiled');
    expect([...kernels(false)]).not.toContain('attention/softmax-serial');
  });
  it('goes on with flash where the scores of a length no longer fit', () => {
    const small = { vendor: 'nvidia', limits: {} };
    expect(Math.max(...lengthsOf('attention/scores', small))).toBe(2048);
    expect(Math.max(...lengthsOf('attention/flash', small))).toBe(4096);
    expect(Math.max(...lengthsOf('attention/scores', { vendor: 'nvidia', limits: LIMITS }))).toBe(4096);
  });
  it('asks for each problem once', () => {
    for (const vendor of ['nvidia', 'intel']) {
      const asked = plannedOn(attention, { vendor, limits: LIMITS }).map(({ kernel, problem }) =>
        JSON.stringify([kernel.id, problem]),
      );
      expect(new Set(asked).size).toBe(asked.length);
    }
  });
});

describe('the experiment compression as bandwidth', { timeout: 60_000 }, () => {
  it('reads several copies in turn, as many as it takes to pass the caches', () => {
    const discrete = plannedOn(matvec, { vendor: 'nvidia', limits: LIMITS });
    const bytesOf = ({ kernel, problem, rotation = 1 }: (typeof discrete)[number]) =>
      rotation * kernel.cost(problem, { subgroupWidth: 32, sector: 32 }).compulsory;
    for (const one of discrete) expect((one.rotation ?? 1) === 4 || bytesOf(one) >= 192 * 2 ** 20).toBe(true);
    const f32 = discrete.find(({ kernel }) => kernel.id === 'matvec/f32');
    expect(f32?.rotation).toBe(2);
    for (const { rotation } of plannedOn(matvec, { fallback: true })) expect(rotation).toBe(1);
  });
  it('keeps to one matrix in every form', () => {
    const shapes = plannedOn(matvec, { vendor: 'apple', limits: {} }).map(({ problem }) => [
      problem['rows'],
      problem['columns'],
    ]);
    expect(shapes.length).toBeGreaterThan(10);
    expect(new Set(shapes.map(String)).size).toBe(1);
  });
});
