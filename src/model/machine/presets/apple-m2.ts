import { published, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const APPLE = 'Apple newsroom, June 2022: Apple unveils M2';
const BENCHMARKS = 'P. Turner, metal-benchmarks: Apple 7 and 8 GPUs';

export const appleM2: Machine = {
  id: 'apple-m2',
  name: 'Apple M2, 10-core GPU',
  describe: 'A laptop chip whose GPU shares LPDDR5 and a system cache with the processor; 24 GB version.',
  tiers: [
    {
      id: 'l1',
      name: 'L1 data cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 10,
      capacity: published(bytes(8 * 1024), BENCHMARKS),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'slc',
      name: 'System-level cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: published(bytes(8 * 1024 ** 2), BENCHMARKS),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'lpddr',
      name: 'LPDDR5',
      technology: 'LPDDR',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(24e9), APPLE),
      readBandwidth: spec(bytesPerSecond(100e9), APPLE),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
  ],
  units: [
    {
      id: 'gpu',
      name: 'GPU cores',
      tier: 'l1',
      instances: 10,
      peaks: { f32: spec(flopsPerSecond(3.6e12), APPLE) },
      energy: {},
      operandStore: published(bytes(208 * 1024), `${BENCHMARKS}: register file of a core`),
      launchOverhead: null,
    },
  ],
  subgroupWidth: published(32, 'Apple, Metal documentation: a SIMD-group of an Apple GPU has 32 threads'),
  sector: null,
};
