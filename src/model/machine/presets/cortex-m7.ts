import { derived, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const DATASHEET = 'STMicroelectronics STM32H743xI datasheet, revision V, 480 MHz';
const MANUAL = 'STMicroelectronics reference manual RM0433';
const CORE = 'Arm Cortex-M7 Technical Reference Manual';
const CLOCK = 480e6;

export const cortexM7: Machine = {
  id: 'cortex-m7',
  name: 'Cortex-M7, STM32H743',
  describe:
    'A microcontroller: a data cache, 512 KB of AXI SRAM for activations, 2 MB of flash for weights. Its tightly coupled RAM is left out.',
  tiers: [
    {
      id: 'dcache',
      name: 'Data cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: spec(bytes(16 * 1024), DATASHEET),
      readBandwidth: derived(bytesPerSecond(8 * CLOCK), `one 64-bit load a clock (${CORE}) × 480 MHz`),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'sram',
      name: 'AXI SRAM',
      technology: 'SRAM',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(512 * 1024), DATASHEET),
      readBandwidth: derived(
        bytesPerSecond(8 * 240e6),
        `64-bit AXI bus at 240 MHz, half of the core's clock (${MANUAL})`,
      ),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'flash',
      name: 'Flash',
      technology: 'flash',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(2 * 1024 ** 2), DATASHEET),
      readBandwidth: derived(
        bytesPerSecond((32 * 240e6) / 5),
        `one 256-bit flash word in 5 clocks of 240 MHz, 4 wait states (${MANUAL})`,
      ),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
  ],
  units: [
    {
      id: 'core',
      name: 'Cortex-M7 core',
      tier: 'dcache',
      instances: 1,
      peaks: {
        f32: derived(flopsPerSecond(2 * CLOCK), `one multiply-accumulate a clock (${CORE}) × 2 FLOP × 480 MHz`),
        int8: derived(
          flopsPerSecond(2 * 2 * CLOCK),
          `two 16-bit products a clock, SMLAD on widened int8 (${CORE}) × 2 × 480 MHz`,
        ),
      },
      energy: {},
      operandStore: spec(bytes(32 * 4), `${CORE}: thirty-two 32-bit floating-point registers`),
      launchOverhead: null,
    },
  ],
  subgroupWidth: null,
  sector: spec(bytes(32), `${CORE}: cache line`),
};
