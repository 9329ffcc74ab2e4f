import { derived, published, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const WHITEPAPER = 'NVIDIA Ada GPU Architecture whitepaper, GeForce RTX 4090';
const WITH_F32 = `${WHITEPAPER}, dense tensor-core peak with 32-bit accumulation`;

export const rtx4090: Machine = {
  id: 'rtx-4090',
  name: 'NVIDIA GeForce RTX 4090',
  describe: 'A desktop GPU with a large L2: 128 streaming multiprocessors at 2.52 GHz, dense tensor-core peaks.',
  tiers: [
    {
      id: 'l1',
      name: 'L1 and shared memory',
      technology: 'SRAM',
      role: 'cache',
      instances: 128,
      capacity: spec(bytes(128 * 1024), WHITEPAPER),
      readBandwidth: derived(
        bytesPerSecond(128 * 128 * 2.52e9),
        '128 SMs × 32 banks × 4 B a clock (CUDA C++ Programming Guide, shared memory) × 2.52 GHz boost clock (whitepaper)',
      ),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'l2',
      name: 'L2 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: spec(bytes(72 * 1024 ** 2), WHITEPAPER),
      readBandwidth: null,
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
    {
      id: 'gddr',
      name: 'GDDR6X',
      technology: 'GDDR',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(24e9), WHITEPAPER),
      readBandwidth: spec(bytesPerSecond(1.008e12), WHITEPAPER),
      writeBandwidth: null,
      latency: null,
      energy: null,
    },
  ],
  units: [
    {
      id: 'gpu',
      name: 'Streaming multiprocessors',
      tier: 'l1',
      instances: 128,
      peaks: {
        f32: spec(flopsPerSecond(82.6e12), WHITEPAPER),
        f16: spec(flopsPerSecond(165.2e12), WITH_F32),
        bf16: spec(flopsPerSecond(165.2e12), WITH_F32),
        fp8: spec(flopsPerSecond(330.3e12), WITH_F32),
        int8: spec(flopsPerSecond(660.6e12), `${WHITEPAPER}, dense tensor-core peak`),
        int4: spec(flopsPerSecond(1321.2e12), `${WHITEPAPER}, dense tensor-core peak`),
      },
      energy: {},
      operandStore: spec(bytes(256 * 1024), `${WHITEPAPER}: register file of an SM`),
      launchOverhead: null,
    },
  ],
  subgroupWidth: spec(32, 'CUDA C++ Programming Guide: a warp has 32 threads'),
  sector: published(bytes(32), 'NVIDIA Nsight Compute documentation: an L2 sector is 32 bytes'),
};
