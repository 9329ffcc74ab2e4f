import { describe, expect, it } from 'vitest';
import { ok } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import { cpuKernelById } from '../cpu/catalogue.ts';
import { CPU_WIDTHS } from '../cpu/widths.ts';
import { kernelById } from '../kernels/catalogue.ts';
import { problemFits, sizesFit } from '../kernels/problem.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Adapter } from '../record/record.ts';
import { parseRun } from '../record/run-schema.ts';
import { sampleMeasurement, sampleRun } from '../record/sample-run.ts';
import type { MeasureRequest, Runner } from '../runner.ts';
import { widthsOf } from '../widths.ts';
import type { Depth, ExperimentContext } from './experiment.ts';
import { experiments, experimentsOf } from './experiments.ts';
import { kernelOf } from './plan.ts';
import { discoverPlan, labPlan, quickPlan, thoroughPlan } from './plans.ts';
import { runSuite } from './run-suite.ts';

const MEBIBYTE = 2 ** 20;
const adapterOf = (over: Partial<Adapter>): Adapter => ({ ...sampleRun().adapter, ...over });
const LARGE = {
  maxBufferSize: 2 ** 32,
  maxStorageBufferBindingSize: 2 ** 32 - 4,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeInvocationsPerWorkgroup: 1024,
};
const ADAPTERS = {
  discrete: adapterOf({ vendor: 'nvidia', limits: LARGE }),
  integrated: adapterOf({ vendor: 'intel', limits: LARGE }),
  software: adapterOf({ vendor: 'google', fallback: true, limits: LARGE }),
  'default limits': adapterOf({ vendor: 'amd', limits: {} }),
};
const gpu = (adapter: Adapter, depth: Depth = 'quick'): ExperimentContext => ({
  engine: 'webgpu',
  adapter,
  depth,
  kernel: kernelById,
});
const processor: ExperimentContext = {
  engine: 'cpu',
  adapter: adapterOf({ limits: {} }),
  depth: 'quick',
  kernel: cpuKernelById,
};

/** Caches of a made-up machine, nearest first, and memory: capacity in bytes, seconds a hop, bytes a second. */
const HIERARCHY = [
  { capacity: 48 * 1024, hop: 2e-9, rate: 400e9 },
  { capacity: 4 * MEBIBYTE, hop: 9e-9, rate: 120e9 },
  { capacity: Number.POSITIVE_INFINITY, hop: 90e-9, rate: 15e9 },
];
const tierAt = (size: number) => HIERARCHY.find(({ capacity }) => size <= capacity) ?? HIERARCHY[2];

/** A runner that answers at once, as that machine would. */
class Hierarchy implements Runner {
  readonly environment = 'a made-up machine';
  readonly clock = sampleMeasurement().clock;
  readonly requests: MeasureRequest[] = [];
  readonly engine;
  readonly adapter;
  readonly kernel;
  constructor({ engine, adapter, kernel }: ExperimentContext) {
    this.engine = engine;
    this.adapter = adapter;
    this.kernel = kernel;
  }
  prepare() {
    return Promise.resolve(ok(undefined));
  }
  measure(request: MeasureRequest) {
    this.requests.push(request);
    const { kernel, problem, role } = request;
    const id = measurementId({ kernel: kernel.id, problem, role });
    const cost = kernel.cost(problem, this.engine === 'cpu' ? CPU_WIDTHS : widthsOf(this.adapter));
    const { hops } = problem;
    const tier = tierAt(problem['bytes'] ?? 2 ** 30);
    const noise = 1 + 0.02 * Math.sin(this.requests.length * 12.9898);
    const time = hops === undefined ? cost.requested / (tier?.rate ?? 1) + cost.flop / 1e12 : hops * (tier?.hop ?? 1);
    const at = (factor: number) => seconds(Math.max(1e-9, time * noise * factor));
    const over = { samples: [at(1), at(1.01), at(1.02)], median: at(1.01), interval: [at(1), at(1.02)] as const };
    return Promise.resolve(ok(sampleMeasurement({ id, kernel: kernel.id, problem, role, cost, ...over })));
  }
  close() {}
}
const signal = new AbortController().signal;

const everyPlan = (context: ExperimentContext) => ({
  quick: quickPlan(context),
  discover: discoverPlan(context),
  thorough: thoroughPlan(context),
  lab: labPlan(
    experiments.map(({ id }) => id),
    context,
  ),
});

describe.each(Object.entries(ADAPTERS))('on an adapter, %s', { timeout: 60_000 }, (_, adapter) => {
  it('every suite asks for what fits, each question once, and gives each stage its count', async () => {
    for (const [name, plan] of Object.entries(everyPlan(gpu(adapter)))) {
      const runner = new Hierarchy(gpu(adapter));
      const run = await runSuite(runner, plan, { signal });
      expect(run.faults).toEqual([]);
      expect(run.measurements.length, name).toBe(runner.requests.length);
      for (const stage of plan.stages) expect(stage.plan(run.measurements).length).toBeLessThanOrEqual(stage.count);
      for (const { kernel, problem } of runner.requests.filter((one) => !one.kernel.id.startsWith('matmul/tiled-')))
        expect(
          problemFits(kernelOf(kernel.id), problem, adapter.limits),
          `${kernel.id} ${JSON.stringify(problem)}`,
        ).toBeNull();
      expect(parseRun(JSON.parse(JSON.stringify(run))).ok).toBe(true);
    }
  });
});

it('the time of a discovery and of thorough is the sum of their parts', () => {
  expect(discoverPlan(gpu(ADAPTERS.discrete)).budgetSeconds).toBeLessThanOrEqual(16);
  for (const context of [gpu(ADAPTERS.software), processor])
    expect(discoverPlan(context).budgetSeconds).toBeLessThanOrEqual(35);
  for (const context of [gpu(ADAPTERS.integrated), processor]) {
    const { budgetSeconds, stages } = thoroughPlan(context);
    expect(stages.reduce((sum, { seconds = 0 }) => sum + seconds, 0)).toBeCloseTo(budgetSeconds, 6);
    expect(budgetSeconds).toBeGreaterThan(2 * discoverPlan(context).budgetSeconds);
  }
});

describe.each([
  ['a GPU', gpu(ADAPTERS.integrated)],
  ['the processor', processor],
] as const)('discovery on %s', { timeout: 60_000 }, (_, context) => {
  it('ends in the tiers of the machine, refined round their ends, and then leaves the caches', async () => {
    const runner = new Hierarchy(context);
    const run = await runSuite(runner, discoverPlan(context), { signal });
    const tiers = run.machine?.tiers ?? [];
    expect(tiers).toHaveLength(3);
    for (const [index, { capacity }] of HIERARCHY.slice(0, 2).entries()) {
      const found = tiers[index]?.capacity;
      expect(found?.value).toBeGreaterThan(capacity / 1.3);
      expect(found?.value).toBeLessThan(capacity * 1.3);
      expect(found?.interval).toBeDefined();
      // No two neighbours round the end are as far apart as the coarse ones.
      const sizes = run.measurements.flatMap(({ kernel, problem }) =>
        kernel === 'latency/chase' ? [problem['bytes'] ?? 0] : [],
      );
      const below = Math.max(...sizes.filter((size) => size <= capacity));
      const above = Math.min(...sizes.filter((size) => size > capacity));
      expect(above / below).toBeLessThan(1.3);
    }
    const streamed = run.measurements.filter(({ role }) => role === 'memory-bandwidth');
    expect(streamed.length).toBeGreaterThanOrEqual(3);
    for (const { problem } of streamed)
      expect((problem['elements'] ?? 0) * (context.engine === 'cpu' ? 8 : 4)).toBeGreaterThanOrEqual(
        0.99 * 4 * 4 * MEBIBYTE,
      );
  });

  it('walks in short dispatches, none of which ends where it began', async () => {
    const runner = new Hierarchy(context);
    await runSuite(runner, labPlan(['latency'], context), { signal });
    expect(runner.requests.length).toBeGreaterThan(20);
    for (const { kernel, problem } of runner.requests) {
      const { bytes = 0, hops = 0 } = problem;
      expect(hops * (tierAt(bytes)?.hop ?? 0)).toBeLessThan(0.02);
      // One line is a round of its own.
      if (bytes > 64) expect(hops % (bytes / 64)).not.toBe(0);
      expect((kernel.round?.(problem) ?? 0) * hops * 64).toBeGreaterThanOrEqual(bytes);
    }
  });
});

it('goes far past every cache on a discrete GPU, within its limits', () => {
  const largest = (limit: number, depth: Depth) => {
    const limits = { ...LARGE, maxStorageBufferBindingSize: limit };
    const context = gpu(adapterOf({ vendor: 'nvidia', limits }), depth);
    const planned = labPlan(['latency'], context).stages.flatMap((stage) => stage.plan([]));
    expect(planned.every(({ rotation = 1 }) => rotation === 1)).toBe(true);
    return Math.max(...planned.map(({ problem }) => problem['bytes'] ?? 0));
  };
  expect(largest(2 ** 32 - 4, 'quick')).toBe(2 ** 28);
  expect(largest(2 ** 32 - 4, 'thorough')).toBe(2 ** 30);
  expect(largest(2 ** 27, 'thorough')).toBe(2 ** 27);
});

it('stopped in the middle, a discovery says what the curves show so far', { timeout: 60_000 }, async () => {
  const stop = new AbortController();
  const runner = new Hierarchy(processor);
  let count = 0;
  const run = await runSuite(runner, discoverPlan(processor), {
    signal: stop.signal,
    onMeasurement: () => {
      if (++count === 26) stop.abort();
    },
  });
  expect(run.measurements).toHaveLength(26);
  expect(run.machine?.tiers.length).toBeGreaterThan(1);
});

it('hand-picked experiments are those of the engine; without a curve there is no machine', {
  timeout: 60_000,
}, async () => {
  const plan = labPlan(['overheads', 'stream'], processor);
  const runner = new Hierarchy(processor);
  const run = await runSuite(runner, plan, { signal });
  expect(run.suite).toBe('lab');
  expect(run.machine).toBeUndefined();
  expect(new Set(runner.requests.map(({ kernel }) => kernel.family))).toEqual(new Set(['memory']));
  expect(experimentsOf('cpu').map(({ id }) => id)).not.toContain('overheads');
});

it.each([
  ['a GPU', gpu(ADAPTERS.integrated)],
  ['the processor', processor],
] as const)('every experiment of %s has something to measure there', (_, context) => {
  for (const { id, stages } of experimentsOf(context.engine))
    expect(
      stages(context).flatMap((stage) => stage.plan([])),
      id,
    ).not.toEqual([]);
});

it("the processor's quick suite has every ceiling and the ladder of loop orders", () => {
  const planned = quickPlan(processor).stages.flatMap((stage) => stage.plan([]));
  expect(new Set(planned.map(({ role }) => role))).toEqual(
    new Set(['compute-peak', 'cache-bandwidth', 'memory-bandwidth', 'point']),
  );
  expect(new Set(planned.map(({ kernel }) => kernel.id))).toContain('matmul/ikj');
  for (const { kernel, problem } of planned) expect(sizesFit(kernel, problem)).toBeNull();
});
