import { type Random, seededRandom } from '#core/random.ts';
import { medianInterval, median as medianOf } from '#core/statistics.ts';
import { bytes, flops, seconds } from '#core/units.ts';
import { curvesOf } from '#measure/record/curves.ts';
import { discover } from '#measure/record/discovery/discover.ts';
import { measurementId } from '#measure/record/measurement-id.ts';
import type { Measurement, Run } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';

/** One tier of the made-up machine; the last has no end. */
interface Level {
  readonly capacity: number;
  readonly bandwidth: number;
  readonly latency: number;
}
const LEVELS: Readonly<Record<Run['engine'], readonly Level[]>> = {
  webgpu: [
    { capacity: 2 ** 17, bandwidth: 8e12, latency: 30e-9 },
    { capacity: 2 ** 25, bandwidth: 4e12, latency: 120e-9 },
    { capacity: Number.POSITIVE_INFINITY, bandwidth: 1e12, latency: 450e-9 },
  ],
  cpu: [
    { capacity: 2 ** 15, bandwidth: 3e10, latency: 1.2e-9 },
    { capacity: 2 ** 20, bandwidth: 2e10, latency: 4e-9 },
    { capacity: Number.POSITIVE_INFINITY, bandwidth: 8e9, latency: 90e-9 },
  ],
};
const PEAKS = { webgpu: 2e13, cpu: 4e9 } as const;
/** Shares of the peak that other rungs of the matmul ladder reach. */
const LADDER = { strided: 0.01, register: 0.6, 'direct-vec4': 0.4, f16: 0.8, int8: 1.6 } as const;
/** And with few rows. */
const FEW_ROWS = { 'direct-vec4': 0.05, 'split-k': 0.1, 'small-m': 0.2 } as const;
const SAMPLES = 7;
/** Bytes that memory moves together. */
const SECTORS = { webgpu: 32, cpu: 64 } as const;
const STRIDES = [1, 2, 3, 4, 8, 16, 32, 64, 128];

type Cost = Partial<Record<'flop' | 'requested' | 'moved' | 'useful' | 'workgroup', number>>;
type Add = (
  kernel: string,
  problem: Measurement['problem'],
  time: number,
  cost: Cost,
  role?: Measurement['role'],
) => void;

const levelOf = (levels: readonly Level[], size: number): Level =>
  levels.find(({ capacity }) => size <= capacity) ?? (levels.at(-1) as Level);

function measurement(random: Random, [kernel, problem, time, cost, role = 'sweep']: Parameters<Add>): Measurement {
  const samples = Array.from({ length: SAMPLES }, () => seconds(time * Math.exp(0.03 * random.normal())));
  const [low, high] = medianInterval(samples);
  const { flop = 0, requested = 0, moved = requested, useful = moved, workgroup } = cost;
  return sampleMeasurement({
    id: measurementId({ kernel, problem, role }),
    kernel,
    problem,
    role,
    samples,
    median: seconds(medianOf(samples)),
    interval: [seconds(low), seconds(high)],
    cost: {
      flop: flops(flop),
      requested: bytes(requested),
      moved: bytes(moved),
      useful: bytes(useful),
      tiled: bytes(useful),
      compulsory: bytes(useful),
      ...(workgroup !== undefined && { workgroup: bytes(workgroup) }),
    },
  });
}

const sizesTo = (largest: number) =>
  Array.from({ length: 2 * Math.log2(largest / 4096) + 1 }, (_, i) => 64 * Math.round((4096 * 2 ** (i / 2)) / 64));

function tiers(add: Add, engine: Run['engine'], levels: readonly Level[]): void {
  for (const size of sizesTo(2 ** 28)) {
    add('latency/chase', { bytes: size, hops: 4096 }, 4096 * levelOf(levels, size).latency, { requested: 4 * 4096 });
    const asked = 8 * size;
    const threads = engine === 'cpu' ? {} : { workgroups: 2048 };
    add('memory/shared-set', { bytes: size, rounds: 8, ...threads }, asked / levelOf(levels, size).bandwidth, {
      requested: asked,
    });
  }
  if (engine === 'cpu') return;
  for (const size of sizesTo(2 ** 22)) {
    const asked = 256 * 8 * size;
    // Two workgroups on one core share its nearest cache; 256 of them the next.
    const level = levels[2 * size <= 2 ** 17 ? 0 : 256 * size <= 2 ** 25 ? 1 : 2] as Level;
    add('memory/private-set', { bytes: size, workgroups: 256, rounds: 8 }, asked / level.bandwidth, {
      requested: asked,
    });
  }
}

function streams(add: Add, engine: Run['engine'], { bandwidth }: Level): void {
  const elements = 2 ** 24;
  const arrays = { read: 1, write: 1, copy: 2, scale: 2, triad: 3 };
  for (const [name, count] of Object.entries(arrays))
    for (const [suffix, share] of engine === 'cpu'
      ? ([['', 1]] as const)
      : ([
          ['', 1],
          ['-scalar', 0.7],
        ] as const)) {
      const requested = count * elements * (engine === 'cpu' ? 8 : 4);
      const role = suffix === '' && ['read', 'write', 'copy'].includes(name) ? 'memory-bandwidth' : 'sweep';
      const problem = name === 'read' && engine === 'webgpu' ? { elements, rounds: 1 } : { elements };
      const reached = bandwidth * share * (name === 'read' ? 1 : 0.8);
      add(`memory/${name}${suffix}`, problem, requested / reached, { requested }, role);
    }
}

function strides(add: Add, engine: Run['engine'], { bandwidth }: Level): void {
  const widths =
    engine === 'cpu'
      ? ([['memory/strided', 4]] as const)
      : ([
          ['memory/strided', 4],
          ['memory/strided-vec4', 16],
        ] as const);
  for (const [kernel, width] of widths)
    for (const stride of STRIDES) {
      const requested = width * 2 ** 22;
      const moved = requested * Math.min(stride, SECTORS[engine] / width);
      add(kernel, { elements: 2 ** 22, stride }, moved / bandwidth, { requested, moved, useful: requested });
    }
  if (engine === 'cpu') return;
  for (const elements of [2 ** 16, 2 ** 20, 2 ** 26])
    add('memory/random', { elements }, (SECTORS[engine] * elements) / bandwidth, {
      requested: 4 * elements,
      moved: SECTORS[engine] * elements,
      useful: 4 * elements,
    });
}

function device(add: Add, { bandwidth }: Level, peak: number): void {
  const workgroup = 2 ** 30;
  const shape = { workgroups: 4096, rounds: 256 };
  add('workgroup/read', shape, workgroup / 1e13, { workgroup });
  for (const stride of [1, 2, 3, 4, 8, 16, 17, 32])
    add('workgroup/bank-conflicts', { ...shape, stride }, (workgroup / 1e13) * (stride & -stride), { workgroup });
  const work = { invocations: 2 ** 18, iterations: 1024 };
  for (const chains of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const flop = 2 * chains * 2 ** 28;
    add('compute/fma-chains', { chains, ...work }, flop / peak / Math.min(1, chains / 4), { flop });
  }
  for (const [kernel, times] of [
    ['fma-f16', 2],
    ['dot-int8', 4],
    ['subgroup-matrix', 8],
  ] as const)
    add(`compute/${kernel}`, work, 2 ** 33 / peak / times, { flop: 2 ** 33 });
  for (const [kernel, time] of [
    ['dispatch', 3e-6],
    ['submit', 2e-5],
    ['map', 1e-4],
    ['compile', 8e-3],
  ] as const)
    add(`overhead/${kernel}`, { repeats: 4 }, time, {});
  for (const workgroups of [1, 4, 16, 64, 256, 1024, 4096]) {
    const requested = 2 ** 26;
    const reached = bandwidth * Math.min(1, workgroups / 512);
    add('memory/occupancy', { elements: 2 ** 24, workgroups }, requested / reached, { requested });
  }
}

function products(add: Add, engine: Run['engine'], peak: number): void {
  const edge = engine === 'cpu' ? 256 : 512;
  const cube = { m: edge, n: edge, k: edge };
  const flop = 2 * edge ** 3;
  const matmul = (name: string, problem: Measurement['problem'], share: number, role: Measurement['role'] = 'point') =>
    add(`matmul/${name}`, problem, flop / (peak * share), { flop }, role);
  if (engine === 'webgpu') {
    matmul('naive', cube, 0.05);
    for (const tile of [2, 4, 8, 16, 32]) matmul(`tiled-${tile}`, cube, 0.02 * Math.min(tile, 16));
    for (const [across, down] of [
      [8, 8],
      [16, 8],
      [16, 16],
    ] as const)
      for (const [name, share] of [
        ['staged-4x4', 0.4],
        ['staged-8x8', 0.7],
      ] as const)
        matmul(
          `tuned-${name}`,
          { ...cube, across, down, depth: across * down === 64 ? 32 : 16 },
          share - 0.01 * across,
          'sweep',
        );
    for (const [name, share] of Object.entries(LADDER)) matmul(name, cube, share);
    for (const [name, share] of Object.entries(FEW_ROWS))
      add(`matmul/${name}`, { m: 4, n: 2048, k: 2048 }, 2 ** 25 / (peak * share), { flop: 2 ** 25 }, 'point');
    return;
  }
  for (const [pitch, slower] of [
    [edge, 3],
    [edge + 16, 1],
  ] as const) {
    matmul('ijk', { ...cube, pitch }, 0.2 / slower);
    matmul('ikj', { ...cube, pitch }, 0.5);
    for (const tile of [8, 32, 64]) matmul('tiled', { ...cube, pitch, tile }, 0.6);
  }
}

function convolutions(add: Add, peak: number): void {
  const edges = { inHeight: 56, inWidth: 56, outHeight: 56, outWidth: 56 };
  const tensors = { inChannels: 64, outChannels: 64, ...edges };
  const tensorBytes = 2 * 4 * 64 * 56 ** 2;
  for (const [form, kernel, groups, share] of [
    ['direct-nchw', 3, 1, 0.1],
    ['direct-nhwc', 3, 1, 0.05],
    ['implicit-gemm', 3, 1, 0.4],
    ['implicit-gemm-staged', 3, 1, 0.6],
    ['depthwise', 3, 64, 0.02],
    ['pointwise', 1, 1, 0.3],
  ] as const) {
    const weights = (64 * 64 * kernel ** 2) / groups;
    const flop = 2 * weights * 56 ** 2;
    const steps = { strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1 };
    const window = {
      kernelHeight: kernel,
      kernelWidth: kernel,
      ...steps,
      padTop: (kernel - 1) / 2,
      padLeft: (kernel - 1) / 2,
    };
    const problem = { batch: 1, ...tensors, ...window, groups, activation: 0 };
    const requested = tensorBytes + 4 * weights;
    add(`convolution/${form}`, problem, flop / (peak * share), { flop, requested }, 'point');
  }
}

/** Kernels that each read and write whole tensors, fused and in turn. */
function fusions(add: Add, levels: readonly Level[]): void {
  for (const elements of [2 ** 18, 2 ** 25]) {
    const image = { batch: 1, channels: 64, inner: elements / 64, activation: 0 };
    const whole = { n0: 1, n1: 1, n2: 1, n3: elements };
    const steps = { a0: 0, a1: 0, a2: 0, a3: 1, b0: 0, b1: 0, b2: 0, b3: 1 };
    const rows = { rows: elements / 1024, columns: 1024 };
    for (const [kernel, problem, each] of [
      ['scale-add', image, 12],
      ['scale-shift', image, 8],
      ['add', { ...whole, ...steps, activation: 0 }, 12],
      ['activation', { elements, activation: 1 }, 8],
      ['layer-norm', { ...rows, rms: 0 }, 8],
      ['row-mean', rows, 4],
      ['row-variance', rows, 4],
      ['row-normalise', rows, 8],
    ] as const) {
      const requested = each * elements;
      const { bandwidth } = levelOf(levels, requested);
      add(`elementwise/${kernel}`, problem, requested / bandwidth, { requested });
    }
  }
}

/** Standard attention bound by memory, flash by arithmetic. */
function attention(add: Add, { bandwidth }: Level, peak: number): void {
  const [heads, headDim] = [8, 64];
  for (const length of [128, 512, 2048]) {
    const problem = { batch: 1, heads, kvHeads: heads, queries: length, keys: length, headDim, causal: 0, packed: 0 };
    const [rows, scores] = [4 * heads * length * headDim, 4 * heads * length ** 2];
    const flop = headDim * scores;
    const alike = (name: string, requested: number, time: number, of: Measurement['problem'] = problem) =>
      add(`attention/${name}`, of, time, { flop, requested });
    alike('scores', 2 * rows + scores, (2 * rows + scores) / bandwidth);
    alike('softmax', 2 * scores, (2 * scores) / bandwidth, { batch: 1, heads, queries: length, keys: length });
    alike('values', 2 * rows + scores, (2 * rows + scores) / bandwidth);
    const time = (10 * flop) / peak;
    alike('flash', 4 * rows, 3 * time);
    alike('flash-tiled', 4 * rows, time);
    if (length === 2048) {
      alike('flash-tiled', 4 * rows, 0.6 * time, { ...problem, causal: 1 });
      alike('flash-tiled', 2.25 * rows, time, { ...problem, kvHeads: 1 });
    }
  }
}

function compressed(add: Add, { bandwidth }: Level): void {
  const elements = 2 ** 24;
  for (const sparsity of [0, 50, 75, 95])
    for (const [format, stored] of [
      ['plain', 4],
      ['zero-value', 0.25 + (4 * (100 - sparsity)) / 100],
      ['run-length', 0.1 + (5 * (100 - sparsity)) / 100],
    ] as const) {
      const requested = stored * elements;
      add(`compression/${format}`, { elements, sparsity }, requested / bandwidth, { requested });
    }
}

function prefetches(add: Add, { bandwidth }: Level, peak: number): void {
  const elements = 2 ** 22;
  const requested = 4 * elements;
  add('memory/read', { elements, rounds: 1 }, requested / bandwidth, { requested }, 'point');
  for (const intensity of [2, 8, 32, 128, 512]) {
    const flop = elements * intensity;
    const [memory, arithmetic] = [requested / bandwidth, flop / peak];
    add('memory/load-then-compute', { elements, intensity }, memory + arithmetic, { flop, requested });
    add('memory/prefetch', { elements, intensity }, 1.1 * Math.max(memory, arithmetic), { flop, requested });
  }
}

/** A matrix and a vector by the bytes of the weights, with a price for unpacking. */
function matvec(add: Add, { bandwidth }: Level): void {
  const [rows, columns] = [4096, 8192];
  const elements = rows * columns;
  const form = (name: string, weightBytes: number, price: number, over: Measurement['problem'] = {}) =>
    add(`matvec/${name}`, { rows, columns, ...over }, (price * weightBytes * elements) / bandwidth, {
      flop: 2 * elements,
      requested: weightBytes * elements,
    });
  form('f32', 4, 1);
  form('f16', 2, 1.1);
  form('int8', 1.0625, 1.3, { group: 32 });
  form('int4', 0.5625, 1.8, { group: 32 });
  form('2-4', 2.125, 1.2);
  for (const sparsity of [50, 75, 90]) form('csr', (8 * (100 - sparsity)) / 100, 1.5, { sparsity });
}

/** For tests: every experiment's measurements on a machine of stated tiers, with 3 % noise from one seed, and the tiers discovered in them. */
export function runOfEverything(engine: Run['engine'] = 'webgpu', over: Partial<Run> = {}): Run {
  const random = seededRandom(1);
  const measurements: Measurement[] = [];
  const add: Add = (...asked) => void measurements.push(measurement(random, asked));
  const levels = LEVELS[engine];
  const memory = levels.at(-1) as Level;
  const peak = PEAKS[engine];
  tiers(add, engine, levels);
  streams(add, engine, memory);
  strides(add, engine, memory);
  const work = { invocations: 2 ** 18, iterations: 1024 };
  add('compute/fma', work, 2 ** 33 / peak, { flop: 2 ** 33 }, 'compute-peak');
  if (engine === 'webgpu') {
    device(add, memory, peak);
    attention(add, memory, peak);
    matvec(add, memory);
  }
  products(add, engine, peak);
  if (engine === 'webgpu') {
    convolutions(add, peak);
    fusions(add, levels);
  }
  if (engine === 'webgpu') {
    compressed(add, memory);
    prefetches(add, memory, peak);
  }
  const machine = discover(curvesOf({ measurements }));
  return { ...sampleRun(), engine, suite: 'thorough', measurements, ...(machine && { machine }), faults: [], ...over };
}
