import { describe, expect, it } from 'vitest';
import { flops, seconds } from '#core/units.ts';
import { problemFits } from '../kernels/problem.ts';
import type { Adapter, Measurement } from '../record/record.ts';
import { sampleMeasurement, sampleRun } from '../record/sample-run.ts';
import { adapterClass } from './machine-class.ts';
import { kernelOf, type PlannedMeasurement } from './plan.ts';
import { matmulEdge, quickPlan } from './quick.ts';

const MEBIBYTE = 2 ** 20;
const adapterOf = (over: Partial<Adapter>): Adapter => ({
  ...sampleRun().adapter,
  limits: {
    maxBufferSize: 2 ** 31,
    maxStorageBufferBindingSize: 2 ** 31 - 4,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxComputeInvocationsPerWorkgroup: 1024,
  },
  ...over,
});
const nvidia = adapterOf({ vendor: 'nvidia' });
const intel = adapterOf({ vendor: 'intel' });
const software = adapterOf({ vendor: 'google', architecture: 'swiftshader', fallback: true });
const plannedOf = (adapter: Adapter, measured: readonly Measurement[] = []) =>
  quickPlan(adapter).stages.flatMap((stage) => stage.plan(measured));
/** Ceilings as a GPU of this peak and cache bandwidth would measure them. */
const ceilings = (peak: number, bandwidth: number): Measurement[] => [
  sampleMeasurement({
    role: 'compute-peak',
    median: seconds(1),
    cost: { ...sampleMeasurement().cost, flop: flops(peak) },
  }),
  sampleMeasurement({
    role: 'cache-bandwidth',
    median: seconds(1),
    cost: { ...sampleMeasurement().cost, moved: bandwidth as Measurement['cost']['moved'] },
  }),
];

const readBytes = ({ kernel, problem }: PlannedMeasurement) =>
  kernelOf(kernel.id)
    .bindings.filter(({ access }) => access === 'read')
    .reduce((sum, binding) => sum + 4 * binding.elements(problem), 0);

describe('suite quick', () => {
  it.each([nvidia, intel, software])(
    'measures all ceilings and six matmul kernels within the limits of %j',
    (adapter) => {
      const planned = plannedOf(adapter);
      const counted = quickPlan(adapter).stages.reduce((count, stage) => count + stage.count, 0);
      expect(planned).toHaveLength(counted);
      expect(new Set(planned.map(({ role }) => role)).size).toBe(4);
      expect(planned.filter(({ kernel }) => kernel.family === 'matmul')).toHaveLength(6);
      for (const { kernel, problem, pairs, passSeconds } of planned) {
        expect(problemFits(kernelOf(kernel.id), problem, adapter.limits)).toBeNull();
        expect(pairs).toBeGreaterThanOrEqual(7);
        expect(passSeconds).toBeGreaterThanOrEqual(0.008);
        expect(passSeconds).toBeLessThanOrEqual(0.016);
      }
    },
  );

  it('has the time that the kind of adapter is given', () => {
    expect([nvidia, intel, software].map((adapter) => quickPlan(adapter).budgetSeconds)).toEqual([3, 10, 30]);
    expect([nvidia, intel, software].map(adapterClass)).toEqual(['discrete', 'integrated', 'software']);
    expect(adapterClass({ vendor: 'nvidia', fallback: true })).toBe('software');
  });

  it('goes far past the caches for memory and stays inside them for the cache', () => {
    const bytesOf = (adapter: Adapter, role: Measurement['role']) => {
      const planned = plannedOf(adapter).find((one) => one.role === role);
      return planned ? readBytes(planned) : 0;
    };
    expect(bytesOf(nvidia, 'memory-bandwidth')).toBeGreaterThanOrEqual(4 * 96 * MEBIBYTE);
    expect(bytesOf(adapterOf({ vendor: 'amd' }), 'memory-bandwidth')).toBeGreaterThanOrEqual(4 * 128 * MEBIBYTE);
    for (const adapter of [nvidia, intel, software]) {
      expect(bytesOf(adapter, 'cache-bandwidth')).toBeLessThanOrEqual(2 * MEBIBYTE);
      expect(bytesOf(adapter, 'memory-bandwidth')).toBeGreaterThanOrEqual(8 * bytesOf(adapter, 'cache-bandwidth'));
    }
  });

  it('keeps to the limits that every adapter must offer', () => {
    const least = adapterOf({ vendor: 'amd', limits: {} });
    for (const { kernel, problem } of plannedOf(least))
      expect(problemFits(kernelOf(kernel.id), problem, {})).toBeNull();
  });

  it('sizes the matmuls so that the naive one stays short on the ceilings found', () => {
    const edges = [1e8, 1e10, 1e11, 1e12, 1e13, 1e14].map((peak) => matmulEdge(nvidia, ceilings(peak, peak / 4)));
    expect(edges).toEqual(edges.toSorted((one, other) => one - other));
    expect(edges[0]).toBe(128);
    expect(edges.at(-1)).toBe(1024);
    for (const [index, peak] of [1e11, 1e12, 1e13].entries()) {
      const edge = edges[index + 2] ?? 0;
      const { flop, moved } = kernelOf('matmul/naive').cost(
        { m: edge, n: edge, k: edge },
        { subgroupWidth: 32, sector: 32 },
      );
      expect(Math.max(flop / peak, moved / (peak / 4))).toBeLessThanOrEqual(0.004);
    }
    expect(matmulEdge(nvidia, [])).toBe(256);
    expect([1e7, 1.2e8, 1e14].map((rate) => matmulEdge(software, ceilings(rate, rate)))).toEqual([64, 96, 128]);
    expect(matmulEdge(software, [])).toBe(64);
  });
});
