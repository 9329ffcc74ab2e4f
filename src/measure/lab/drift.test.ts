import { expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { seconds } from '#core/units.ts';
import { cpuKernelById } from '../cpu/catalogue.ts';
import { CPU_WIDTHS } from '../cpu/widths.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Discovery, Measurement } from '../record/record.ts';
import { sampleMeasurement, sampleRun } from '../record/sample-run.ts';
import { foundIn } from './found.ts';
import type { PlannedMeasurement } from './plan.ts';
import { labPlan } from './plans.ts';

const PLAN = labPlan(['latency'], {
  engine: 'cpu',
  adapter: { ...sampleRun().adapter, limits: {} },
  depth: 'quick',
  kernel: cpuKernelById,
});
const TOTAL = PLAN.stages.reduce((sum, { count }) => sum + count, 0);
const NOISE = 0.03;

/** How much slower a machine is with a working set of `size`, and after this share of the measurements. */
type BySize = (size: number) => number;
type ByTime = (share: number) => number;

const FLAT: BySize = () => 1;
const THREE_TIERS: BySize = (size) => (size <= 48 * 1024 ? 1 : size <= 2 ** 21 ? 4 : 20);
const CLOCKS: Readonly<Record<string, ByTime>> = {
  'whose clock drops by 30 % half-way': (share) => (share < 0.5 ? 1 : 1 / 0.7),
  'that slows down by half all along': (share) => 1 + 0.5 * share,
};

/** The planned measurements of latency on such a machine, and the tiers found in them. */
function discovered(bySize: BySize, byTime: ByTime, seed: number): Discovery | null {
  const random = seededRandom(seed);
  const measured: Measurement[] = [];
  const measure = ({ kernel, problem, role }: PlannedMeasurement): Measurement => {
    const cost = kernel.cost(problem, CPU_WIDTHS);
    const slower = bySize(problem['bytes'] ?? 0) * byTime(measured.length / TOTAL) * Math.exp(NOISE * random.normal());
    const median = seconds((problem['hops'] === undefined ? cost.requested / 1e10 : problem['hops'] * 2e-9) * slower);
    const id = measurementId({ kernel: kernel.id, problem, role });
    const over = { samples: [median, median, median], median, interval: [median, median] as const };
    return sampleMeasurement({ id, kernel: kernel.id, problem, role, cost, ...over });
  };
  for (const { plan } of PLAN.stages) for (const planned of plan([...measured])) measured.push(measure(planned));
  return foundIn(measured);
}

it.each(Object.entries(CLOCKS))('no tiers are found on a machine without any %s', { timeout: 120_000 }, (_, clock) => {
  const seeds = Array.from({ length: 100 }, (__, seed) => seed);
  const without = seeds.filter((seed) => discovered(FLAT, clock, seed)?.tiers.length === 1);
  expect(without.length).toBeGreaterThanOrEqual(98);
});

it.each(Object.entries(CLOCKS))('and true ones are on a machine %s', { timeout: 60_000 }, (_, clock) => {
  const seeds = Array.from({ length: 20 }, (__, seed) => seed);
  const right = seeds.filter((seed) => discovered(THREE_TIERS, clock, seed)?.tiers.length === 3);
  expect(right.length).toBeGreaterThanOrEqual(14);
});
