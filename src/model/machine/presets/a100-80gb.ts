import { derived, published, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond, seconds } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const DATASHEET = 'NVIDIA A100 Tensor Core GPU datasheet, 80 GB SXM';
const WHITEPAPER = 'NVIDIA A100 Tensor Core GPU Architecture whitepaper';
const TENSOR = `${DATASHEET}, dense tensor-core peak (with sparsity it is twice that)`;

export const a100: Machine = {
  id: 'a100-80gb',
  name: 'NVIDIA A100 80 GB SXM',
  describe: 'A data-centre GPU with HBM2e: 108 streaming multiprocessors at 1.41 GHz, dense tensor-core peaks.',
  tiers: [
    {
      id: 'l1',
      name: 'L1 and shared memory',
      technology: 'SRAM',
      role: 'cache',
      instances: 108,
      capacity: spec(bytes(192 * 1024), WHITEPAPER),
      readBandwidth: derived(
        bytesPerSecond(108 * 128 * 1.41e9),
        '108 SMs × 32 banks × 4 B a clock (CUDA C++ Programming Guide, shared memory) × 1.41 GHz boost clock (whitepaper)',
      ),
      writeBandwidth: null,
      latency: derived(seconds(36 / 1.41e9), '36 clocks (RRZE gpu-benches, gpu-latency, A100) at 1.41 GHz'),
      energy: null,
    },
    {
      id: 'l2',
      name: 'L2 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: spec(bytes(40 * 1024 ** 2), WHITEPAPER),
      readBandwidth: derived(
        bytesPerSecond(5120 * 1.41e9),
        '5,120 B a clock (whitepaper: L2 read bandwidth) × 1.41 GHz boost clock',
      ),
      writeBandwidth: null,
      latency: derived(seconds(211 / 1.41e9), '211 clocks (RRZE gpu-benches, gpu-latency, A100) at 1.41 GHz'),
      energy: null,
    },
    {
      id: 'hbm',
      name: 'HBM2e',
      technology: 'HBM',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(80e9), DATASHEET),
      readBandwidth: spec(bytesPerSecond(2.039e12), DATASHEET),
      writeBandwidth: null,
      latency: derived(seconds(570 / 1.41e9), '570 clocks (RRZE gpu-benches, gpu-latency, A100) at 1.41 GHz'),
      energy: null,
    },
  ],
  units: [
    {
      id: 'gpu',
      name: 'Streaming multiprocessors',
      tier: 'l1',
      instances: 108,
      peaks: {
        f32: spec(flopsPerSecond(19.5e12), DATASHEET),
        f16: spec(flopsPerSecond(312e12), TENSOR),
        bf16: spec(flopsPerSecond(312e12), TENSOR),
        int8: spec(flopsPerSecond(624e12), TENSOR),
        int4: spec(flopsPerSecond(1248e12), `${WHITEPAPER}, dense tensor-core peak`),
      },
      energy: {},
      operandStore: spec(bytes(256 * 1024), `${WHITEPAPER}: register file of an SM`),
      launchOverhead: null,
    },
  ],
  subgroupWidth: spec(32, 'CUDA C++ Programming Guide: a warp has 32 threads'),
  sector: published(bytes(32), 'NVIDIA Nsight Compute documentation: an L2 sector is 32 bytes'),
};
