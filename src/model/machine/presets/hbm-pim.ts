import { derived, published, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond, joulesPerBit, joulesPerFlop } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const SAMSUNG = 'Lee 2021, Hardware Architecture and Software Stack for PIM Based on Commercial DRAM Technology, ISCA';
const HOST = 'AMD Radeon Instinct MI50 datasheet';
const STACKS = 4;
/** 1,024 pins at 2.4 Gbit/s. */
const EXTERNAL = STACKS * ((1024 * 2.4e9) / 8);
const BANKS_OVER_PINS = 4;
/** Joules a bit over the pins, and how much lower it is at the banks. */
const PINS_ENERGY = 3.92e-12;
const PINS_OVER_BANKS_ENERGY = 3.5;

export const hbmPim: Machine = {
  id: 'hbm-pim',
  name: 'HBM-PIM, four stacks',
  describe:
    'A GPU with 60 compute units and four stacks of HBM2 that compute at their banks: choose the host or the banks as the unit.',
  tiers: [
    {
      id: 'l2',
      name: 'L2 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: published(bytes(4 * 1024 ** 2), "AMD, Radeon's next-generation Vega architecture, whitepaper: 4 MB L2"),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'hbm',
      name: 'HBM2 with PIM',
      technology: 'HBM',
      role: 'store',
      instances: STACKS,
      capacity: published(
        bytes(6e9),
        'Samsung HBM-PIM, Hot Chips 33 and ISCA 2021: four PIM dies of 4 Gb and four plain dies of 8 Gb a stack',
      ),
      readBandwidth: derived(bytesPerSecond(EXTERNAL), `4 stacks × 1,024 pins × 2.4 Gbit/s (${SAMSUNG})`),
      writeBandwidth: null,
      latency: null,
      energy: published(joulesPerBit(PINS_ENERGY), "O'Connor 2017, Fine-Grained DRAM, MICRO: HBM2 read over its pins"),
    },
  ],
  units: [
    {
      id: 'host',
      name: 'Host GPU',
      tier: 'l2',
      instances: 60,
      peaks: {
        f32: spec(flopsPerSecond(13.3e12), HOST),
        f16: spec(flopsPerSecond(26.5e12), HOST),
      },
      energy: {},
      operandStore: published(
        bytes(256 * 1024),
        "AMD, Radeon's next-generation Vega architecture, whitepaper: vector registers of a compute unit",
      ),
      launchOverhead: null,
    },
    {
      id: 'pim',
      name: 'Units at the banks',
      tier: 'hbm',
      instances: STACKS * 4 * 4 * 8,
      peaks: {
        f16: derived(
          flopsPerSecond(STACKS * 4 * 4 * 8 * 16 * 2 * 300e6),
          `4 stacks × 4 dies × 4 pseudo-channels × 8 units × 16 lanes × 2 FLOP × 300 MHz (${SAMSUNG}): 1.2288 TFLOP/s a stack`,
        ),
      },
      energy: { f16: published(joulesPerFlop(0.499e-12), 'PIMeval, HBM2: 0.499 pJ an FP16 operation') },
      operandStore: published(bytes(16 * 32), `${SAMSUNG}: sixteen 256-bit registers a unit`),
      bandwidth: derived(
        bytesPerSecond(EXTERNAL * BANKS_OVER_PINS),
        '4 × the pins: 8 units × 32 B every 4 clocks against 32 B every 2 (Samsung PIMSimulator: tCCD_L 4, tCCD_S 2)',
      ),
      tierEnergy: derived(
        joulesPerBit(PINS_ENERGY / PINS_OVER_BANKS_ENERGY),
        `3.92 pJ/bit over the pins ÷ 3.5, the published lower energy a bit at the banks (${SAMSUNG}): 1.12 pJ/bit`,
      ),
      launchOverhead: null,
    },
  ],
  subgroupWidth: spec(64, 'AMD Vega instruction set architecture: a wavefront has 64 work-items'),
  sector: published(bytes(64), 'AMD Vega instruction set architecture: cache line'),
};
