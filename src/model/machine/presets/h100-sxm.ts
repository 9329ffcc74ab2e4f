import { derived, published, spec } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flopsPerSecond, seconds } from '#core/units.ts';
import type { Machine } from '../machine.ts';

const DATASHEET = 'NVIDIA H100 Tensor Core GPU datasheet, SXM5';
const WHITEPAPER = 'NVIDIA H100 Tensor Core GPU Architecture whitepaper, SXM5';
const TENSOR = `${WHITEPAPER}, dense tensor-core peak (the datasheet's figure with sparsity is twice that)`;

export const h100: Machine = {
  id: 'h100-sxm',
  name: 'NVIDIA H100 SXM',
  describe: 'A data-centre GPU with HBM3: 132 streaming multiprocessors at up to 1.98 GHz, dense tensor-core peaks.',
  tiers: [
    {
      id: 'l1',
      name: 'L1 and shared memory',
      technology: 'SRAM',
      role: 'cache',
      instances: 132,
      capacity: spec(bytes(256 * 1024), WHITEPAPER),
      // 1.98 GHz is the clock that gives the published 66.9 TFLOP/s: 132 SMs × 128 lanes × 2 FLOP.
      readBandwidth: derived(
        bytesPerSecond(132 * 128 * 1.98e9),
        '132 SMs × 32 banks × 4 B a clock (CUDA C++ Programming Guide, shared memory) × 1.98 GHz, the clock behind 66.9 TFLOP/s',
      ),
      writeBandwidth: null,
      latency: derived(seconds(34.5 / 1.98e9), '34.5 clocks (RRZE gpu-benches, gpu-latency, H100) at 1.98 GHz'),
      energy: null,
    },
    {
      id: 'l2',
      name: 'L2 cache',
      technology: 'SRAM',
      role: 'cache',
      instances: 1,
      capacity: spec(bytes(50 * 1024 ** 2), WHITEPAPER),
      readBandwidth: published(
        bytesPerSecond(7.5e12),
        'RRZE gpu-benches, gpu-l2-cache: 7.5 TB/s on a 48 MB working set, on an H200, which has the same GH100 chip',
      ),
      writeBandwidth: null,
      latency: derived(seconds(266 / 1.98e9), '266 clocks (RRZE gpu-benches, gpu-latency, H100) at 1.98 GHz'),
      energy: null,
    },
    {
      id: 'hbm',
      name: 'HBM3',
      technology: 'HBM',
      role: 'store',
      instances: 1,
      capacity: spec(bytes(80e9), DATASHEET),
      readBandwidth: spec(bytesPerSecond(3.35e12), DATASHEET),
      writeBandwidth: null,
      latency: derived(seconds(650 / 1.98e9), '650 clocks (RRZE gpu-benches, gpu-latency, H100) at 1.98 GHz'),
      energy: null,
    },
  ],
  units: [
    {
      id: 'gpu',
      name: 'Streaming multiprocessors',
      tier: 'l1',
      instances: 132,
      peaks: {
        f32: spec(flopsPerSecond(66.9e12), WHITEPAPER),
        f16: spec(flopsPerSecond(989.4e12), TENSOR),
        bf16: spec(flopsPerSecond(989.4e12), TENSOR),
        fp8: spec(flopsPerSecond(1978.9e12), TENSOR),
        int8: spec(flopsPerSecond(1978.9e12), TENSOR),
      },
      energy: {},
      operandStore: spec(bytes(256 * 1024), `${WHITEPAPER}: register file of an SM`),
      launchOverhead: null,
    },
  ],
  subgroupWidth: spec(32, 'CUDA C++ Programming Guide: a warp has 32 threads'),
  sector: published(bytes(32), 'NVIDIA Nsight Compute documentation: an L2 sector is 32 bytes'),
};
