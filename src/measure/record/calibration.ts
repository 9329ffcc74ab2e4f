import { derived, type Quantity, quantity, type Unknowable } from '#core/quantity.ts';
import {
  type Bytes,
  type BytesPerSecond,
  bandwidthOf,
  bytes,
  type FlopsPerSecond,
  performanceOf,
  type Seconds,
} from '#core/units.ts';
import type { Machine, Tier } from '#model/machine/machine.ts';
import { ceilingMeasurement } from './derived.ts';
import { adapterName, problemText } from './export.ts';
import type { Measurement, Run } from './record.ts';
import { knownSubgroupWidth, shortEnvironment } from './summary.ts';

export const THIS_GPU = 'this-gpu';
/** Ids of its two tiers and its compute unit. */
export const CACHE_TIER = 'cache';
export const MEMORY_TIER = 'memory';
export const GPU_UNIT = 'gpu';

type Origin = 'measured' | 'recorded';

/** A rate with the interval of the time it came from, turned over. */
function rateOf<T extends number>(
  one: Measurement | null,
  rate: (time: Seconds, one: Measurement) => T,
  origin: Origin,
  device: string,
): Quantity<T> | null {
  if (one === null) return null;
  const source = `${one.kernel} (${problemText(one.problem)}) on ${device}, ${one.at.slice(0, 10)}`;
  return {
    ...quantity(rate(one.median, one), origin, source),
    interval: [rate(one.interval[1], one), rate(one.interval[0], one)],
  };
}

/** Bytes of workgroup memory that every WebGPU adapter has (WebGPU, section 3.6.2, maxComputeWorkgroupStorageSize). */
const PORTABLE_WORKGROUP_MEMORY = 16_384;

/** What a workgroup can keep at hand for its tile: the adapter's limit, else the one that all adapters keep. */
const workgroupMemory = ({ adapter }: Run): Quantity<Bytes> =>
  derived(
    bytes(adapter.limits['maxComputeWorkgroupStorageSize'] ?? PORTABLE_WORKGROUP_MEMORY),
    'workgroup memory that the adapter offers: the tile of a tiled kernel; registers, which nobody reports, add to it',
  );

/** A cache is at least as large as the working set that ran at its bandwidth. */
const provenCapacity = (one: Measurement | null): Unknowable<Bytes> =>
  one &&
  derived(
    one.cost.compulsory,
    `at least the working set of ${one.kernel} (${problemText(one.problem)}) that was measured in it`,
  );

const tierOf = (
  fields: Pick<Tier, 'id' | 'name' | 'role' | 'capacity'>,
  read: Unknowable<BytesPerSecond>,
  write: Unknowable<BytesPerSecond>,
): Tier => ({
  ...fields,
  technology: 'unknown',
  instances: 1,
  readBandwidth: read,
  writeBandwidth: write,
  latency: null,
  energy: null,
});

/**
 * The machine that a run measured: two memory tiers with measured bandwidths and one compute unit with a measured f32
 * peak, with the least capacities that the run proves; whatever else was not measured is unknown. `origin` is `recorded` for a run that came from a file or a link.
 * `null` where the run holds no ceiling at all.
 */
export function machineFromRun(run: Run, origin: Origin = 'measured'): Machine | null {
  const bytesRate = (time: Seconds, { cost, role }: Measurement) =>
    // Past the caches each byte comes once; inside them what counts is what crosses the core–cache boundary.
    bandwidthOf(role === 'memory-bandwidth' ? cost.compulsory : cost.moved, time);
  const flopRate = (time: Seconds, { cost }: Measurement) => performanceOf(cost.flop, time);
  const byBytes = (one: Measurement) => bytesRate(one.median, one);
  const device = `${adapterName(run)}, ${shortEnvironment(run.environment)}`;

  // A copy bounds both: it reads as fast as it writes. Nobody writes in a read, so that leaves the write unknown.
  const isRead = (one: Measurement) => one.kernel !== 'memory/write';
  const isWrite = (one: Measurement) => one.kernel === 'memory/write' || one.kernel === 'memory/copy';
  const ceiling = (role: Measurement['role'], accept: (one: Measurement) => boolean) =>
    ceilingMeasurement(run, role, byBytes, accept);
  const bandwidth = (role: Measurement['role'], accept: (one: Measurement) => boolean) =>
    rateOf<BytesPerSecond>(ceiling(role, accept), bytesRate, origin, device);
  const memoryRead = bandwidth('memory-bandwidth', isRead);
  const memoryWrite = bandwidth('memory-bandwidth', isWrite);
  const cacheRead = bandwidth('cache-bandwidth', isRead);
  const cacheWrite = bandwidth('cache-bandwidth', isWrite);
  const peak = rateOf<FlopsPerSecond>(
    ceilingMeasurement(run, 'compute-peak', (one) => flopRate(one.median, one)),
    flopRate,
    origin,
    device,
  );
  if (!memoryRead && !memoryWrite && !cacheRead && !cacheWrite && !peak) return null;

  const width = knownSubgroupWidth(run.adapter);
  const software = run.adapter.fallback ? ' A software adapter: it says nothing about a GPU.' : '';
  const when = `${run.startedAt.slice(0, 10)} with ${device}`;
  return {
    id: THIS_GPU,
    name: origin === 'measured' ? 'This GPU' : 'This GPU (recorded)',
    describe: `Ceilings ${origin} on ${when}; what kernels reach, not what a datasheet promises.${software}`,
    tiers: [
      tierOf(
        {
          id: CACHE_TIER,
          name: 'Cache',
          role: 'cache',
          capacity: provenCapacity(ceiling('cache-bandwidth', () => true)),
        },
        cacheRead,
        cacheWrite,
      ),
      tierOf({ id: MEMORY_TIER, name: 'Memory', role: 'store', capacity: null }, memoryRead, memoryWrite),
    ],
    units: [
      {
        id: GPU_UNIT,
        name: run.engine === 'cpu' ? 'Processor' : 'Shader cores',
        tier: CACHE_TIER,
        instances: 1,
        peaks: { f32: peak },
        energy: {},
        operandStore: run.engine === 'cpu' ? null : workgroupMemory(run),
        launchOverhead: null,
      },
    ],
    subgroupWidth: width === null ? null : quantity(width, origin, `adapter info of ${device}`),
    sector: null,
  };
}
