import { derived, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond, seconds } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const BOARD = 'Raspberry Pi 5 product brief: BCM2712, four Cortex-A76 at 2.4 GHz, LPDDR4X-4267';
const CORE = 'Arm Cortex-A76 Technical Reference Manual';
const PIPES = 'Arm Cortex-A76 Software Optimization Guide';
const CLOCK = 2.4e9;

export const raspberryPi5: Machine = {
  id: 'raspberry-pi-5',
  name: 'Raspberry Pi 5',
  describe: 'A board with four Arm Cortex-A76 cores and one 32-bit LPDDR4X channel; 8 GB version, NEON peaks.',
  tiers: [
    {
      id: 'l1',
      name: 'L1 data cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 4,
      capacity: spec(bytes(64 * 1024), CORE),
      readBandwidth: derived(
        bytesPerSecond(4 * 32 * CLOCK),
        `4 cores × two 128-bit loads a clock (${PIPES}) × 2.4 GHz`,
      ),
      writeBandwidth: null,
      latency: derived(seconds(4 / CLOCK), `4 clocks load to use (${PIPES}) at 2.4 GHz`),
      energy: null,
    },
    {
      id: 'l2',
      name: 'L2 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 4,
      capacity: spec(bytes(512 * 1024), BOARD),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'l3',
      name: 'L3 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: spec(bytes(2 * 1024 ** 2), BOARD),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'lpddr',
      name: 'LPDDR4X',
      technology: 'LPDDR',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(8e9), BOARD),
      readBandwidth: derived(bytesPerSecond(4.267e9 * 4), '4,267 MT/s × 32 bits (product brief: LPDDR4X-4267)'),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
  ],
  units: [
    {
      id: 'cpu',
      name: 'Cortex-A76 cores',
      tier: 'l1',
      instances: 4,
      peaks: {
        f32: derived(
          flopsPerSecond(4 * 2 * 4 * 2 * CLOCK),
          `4 cores × two 128-bit FMLA a clock (${PIPES}) × 4 lanes × 2 FLOP × 2.4 GHz`,
        ),
        f16: derived(
          flopsPerSecond(4 * 2 * 8 * 2 * CLOCK),
          `4 cores × two 128-bit FMLA a clock (${PIPES}) × 8 lanes × 2 FLOP × 2.4 GHz`,
        ),
        int8: derived(
          flopsPerSecond(4 * 2 * 16 * 2 * CLOCK),
          `4 cores × two 128-bit SDOT a clock (${PIPES}) × 16 products × 2 × 2.4 GHz`,
        ),
      },
      energy: {},
      operandStore: spec(bytes(32 * 16), 'Arm Architecture Reference Manual: thirty-two 128-bit registers a core'),
      launchOverhead: null,
    },
  ],
  subgroupWidth: null,
  sector: spec(bytes(64), `${CORE}: cache line`),
};
