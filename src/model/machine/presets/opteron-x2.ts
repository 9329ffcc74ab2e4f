import { derived, published } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond, seconds } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const WILLIAMS = 'Williams, Waterman, Patterson 2009, Roofline, Communications of the ACM 52(4)';
const K8 = 'AMD Software Optimization Guide for AMD64 Processors (K8)';

export const opteron: Machine = {
  id: 'opteron-x2',
  name: 'AMD Opteron X2 (Williams 2009)',
  describe:
    'The two-socket machine of the roofline paper, four cores at 2.2 GHz. Its peak is of double precision, under f32 here.',
  tiers: [
    {
      id: 'l1',
      name: 'L1 data cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 4,
      capacity: published(bytes(64 * 1024), K8),
      readBandwidth: derived(bytesPerSecond(4 * 16 * 2.2e9), `4 cores × two 64-bit loads a clock (${K8}) × 2.2 GHz`),
      writeBandwidth: null,
      latency: derived(seconds(3 / 2.2e9), `3 clocks (${K8}) at 2.2 GHz`),
      energy: null,
    },
    {
      id: 'l2',
      name: 'L2 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 4,
      capacity: published(bytes(1024 ** 2), 'AMD Opteron 2214: 1 MB L2 a core'),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'dram',
      name: 'DDR2',
      technology: 'DRAM',
      role: 'store',
      instances: 1,
      capacity: null,
      readBandwidth: published(bytesPerSecond(15e9), `${WILLIAMS}: measured peak memory bandwidth`),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
  ],
  units: [
    {
      id: 'cpu',
      name: 'Cores',
      tier: 'l1',
      instances: 4,
      peaks: {
        f32: published(flopsPerSecond(17.6e9), `${WILLIAMS}: peak of double precision; there is no 64-bit format here`),
      },
      energy: {},
      operandStore: published(bytes(16 * 16), 'AMD64 Architecture: sixteen 128-bit XMM registers a core'),
      launchOverhead: null,
    },
  ],
  subgroupWidth: null,
  sector: published(bytes(64), `${K8}: cache line`),
};
