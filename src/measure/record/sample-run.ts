import { quantity } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flops, seconds } from '#core/units.ts';
import { measurementId } from './measurement-id.ts';
import type { DiscoveredTier, Discovery, Measurement, Run } from './record.ts';

/** For tests: a measurement of 1 ms, changed as asked. */
export function sampleMeasurement(over: Partial<Measurement> = {}): Measurement {
  const { kernel = 'matmul/naive', problem = { m: 64, n: 32, k: 16 }, role = 'point', edited } = over;
  return {
    id: measurementId({ kernel, problem, role, edited }),
    kernel,
    problem,
    role,
    cost: {
      flop: flops(65_536),
      requested: bytes(270_336),
      moved: bytes(40_000),
      useful: bytes(39_000),
      tiled: bytes(20_480),
      compulsory: bytes(14_336),
    },
    samples: [0.98e-3, 1e-3, 1e-3, 1.02e-3, 1.1e-3].map(seconds),
    median: seconds(1e-3),
    interval: [seconds(0.98e-3), seconds(1.1e-3)],
    dispatches: 8,
    clock: { kind: 'timestamp-query', resolution: seconds(65_536e-9) },
    compileTime: seconds(0.02),
    verified: { rowsChecked: 16, rows: 64, worst: 0.25, whole: true },
    at: '2026-11-21T08:00:00.000Z',
    notes: [],
    ...over,
  };
}

/** For tests: a run with round ceilings (cache 100 GB/s, memory 10 GB/s, 1 TFLOP/s) and one matmul. */
export function sampleRun(over: Partial<Run> = {}): Run {
  const stream = (role: Measurement['role'], kernel: string, size: number) =>
    sampleMeasurement({
      kernel,
      role,
      problem: { elements: size / 4, rounds: 1 },
      cost: {
        flop: flops(size / 4),
        requested: bytes(size),
        moved: bytes(size),
        useful: bytes(size),
        tiled: bytes(size),
        compulsory: bytes(size),
      },
    });
  const peak = sampleMeasurement({
    kernel: 'compute/fma',
    role: 'compute-peak',
    problem: { invocations: 4096, iterations: 512 },
    cost: {
      flop: flops(1e9),
      requested: bytes(327_680),
      moved: bytes(327_680),
      useful: bytes(327_680),
      tiled: bytes(327_680),
      compulsory: bytes(327_680),
    },
  });
  return {
    version: 1,
    id: 'run-sample',
    engine: 'webgpu',
    suite: 'quick',
    startedAt: '2026-11-21T08:00:00.000Z',
    seconds: seconds(2.5),
    adapter: {
      vendor: 'acme',
      architecture: 'roadrunner',
      device: '',
      description: '',
      fallback: false,
      subgroupMinSize: 32,
      subgroupMaxSize: 32,
      features: ['subgroups', 'timestamp-query'],
      limits: { maxBufferSize: 2 ** 30 },
    },
    environment:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    measurements: [
      peak,
      stream('cache-bandwidth', 'memory/read', 1e8),
      stream('memory-bandwidth', 'memory/read', 1e7),
      sampleMeasurement(),
    ],
    faults: [{ kind: 'unsupported', message: 'Too large.', kernel: 'matmul/register' }],
    ...over,
  };
}

/** For tests: two caches and memory, with figures whose intervals reach 10 % to both sides. */
export function sampleDiscovery(): Discovery {
  const figure = <T extends number>(value: T) => ({
    ...quantity(value, 'measured', 'a sample'),
    interval: [(value * 0.9) as T, (value * 1.1) as T] as const,
  });
  const tier = (id: string, name: string, capacity: number | null, rate: number, delay: number): DiscoveredTier => ({
    id,
    name,
    capacity: capacity === null ? null : figure(bytes(capacity)),
    bandwidth: figure(bytesPerSecond(rate)),
    latency: figure(seconds(delay)),
    confidence: 0.99,
  });
  return {
    tiers: [
      tier('tier-1', 'L1', 32_768, 2e11, 1.5e-9),
      tier('tier-2', 'L2', 4_194_304, 1e11, 6e-9),
      tier('tier-3', 'Memory', null, 1e10, 9e-8),
    ],
    range: [bytes(4096), bytes(2 ** 28)],
    sentences: ['Two caches and memory.'],
  };
}

/** For tests: a pointer chase over 4 KiB to 256 MiB, with the tiers of the sample discovery. */
export function sampleChase(): readonly Measurement[] {
  const hops = 1000;
  return Array.from({ length: 33 }, (_, i) => {
    const size = 64 * Math.round((4096 * 2 ** (i / 2)) / 64);
    const time = seconds(hops * (size <= 32_768 ? 1.5e-9 : size <= 4_194_304 ? 6e-9 : 9e-8));
    return sampleMeasurement({
      kernel: 'latency/chase',
      problem: { bytes: size, hops },
      role: 'sweep',
      samples: [time],
      median: time,
      interval: [time, time],
    });
  });
}
