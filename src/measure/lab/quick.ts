import type { Problem } from '../kernels/kernel.ts';
import { problemFits } from '../kernels/problem.ts';
import type { Adapter, Measurement } from '../record/record.ts';
import { widthsOf } from '../widths.ts';
import { adapterClass, farBytes } from './machine-class.ts';
import { kernelOf, type Plan, type PlannedMeasurement } from './plan.ts';

/** The matmul kernels in the order in which they are explained. */
const LADDER = [
  'matmul/naive',
  'matmul/strided',
  'matmul/tiled-8',
  'matmul/tiled-16',
  'matmul/tiled-strided',
  'matmul/register',
] as const;

const PAIRS = 7;
const MEBIBYTE = 2 ** 20;
/** Edges of the square matrices, largest first. Not larger: the processor checks every product. */
const EDGES = [1024, 768, 512, 384, 256, 192, 128] as const;
/** A software adapter does a few hundred MFLOP/s, and less where the processor is busy. */
const SOFTWARE_EDGES = [128, 96, 64] as const;
/** A naive dispatch is to stay under 4 ms, or 80 ms on a software adapter; predictions may be off by two. */
const LONGEST_NAIVE = 0.002;
const LONGEST_SOFTWARE_NAIVE = 0.04;
/** Where a fault left no ceilings to predict by. */
const UNSEEN_EDGE = 256;

/** Seconds for the whole suite, and of one pass. */
const TIMES: Readonly<Record<ReturnType<typeof adapterClass>, { readonly budget: number; readonly pass: number }>> = {
  discrete: { budget: 3, pass: 0.008 },
  integrated: { budget: 10, pass: 0.016 },
  software: { budget: 30, pass: 0.012 },
};

/** The largest problem of a halving series that the adapter's limits allow. */
function fitting(adapter: Adapter, kernel: string, problem: Problem, key: string): Problem {
  let fit = problem;
  while (problemFits(kernelOf(kernel), fit, adapter.limits) !== null && (fit[key] ?? 0) > 1)
    fit = { ...fit, [key]: Math.floor((fit[key] ?? 0) / 2) };
  return fit;
}

const rate = (measured: readonly Measurement[], role: Measurement['role'], work: (one: Measurement) => number) => {
  const rates = measured.filter((one) => one.role === role).map((one) => work(one) / one.median);
  return rates.length === 0 ? null : Math.max(...rates);
};

/**
 * Edge of the square matmuls: the largest whose naive dispatch the ceilings predict to be short, by the bytes it moves
 * through the cache and by its FLOP. Without ceilings, one that is safe anywhere.
 */
export function matmulEdge(adapter: Adapter, measured: readonly Measurement[]): number {
  const [edges, longest, unseen] = adapter.fallback
    ? ([SOFTWARE_EDGES, LONGEST_SOFTWARE_NAIVE, SOFTWARE_EDGES[2]] as const)
    : ([EDGES, LONGEST_NAIVE, UNSEEN_EDGE] as const);
  const bandwidth = rate(measured, 'cache-bandwidth', (one) => one.cost.moved);
  const peak = rate(measured, 'compute-peak', (one) => one.cost.flop);
  if (bandwidth === null || peak === null) return unseen;
  const predicted = (edge: number) => {
    const { flop, moved } = kernelOf('matmul/naive').cost({ m: edge, n: edge, k: edge }, widthsOf(adapter));
    return Math.max(flop / peak, moved / bandwidth);
  };
  return edges.find((edge) => predicted(edge) <= longest) ?? Math.min(...edges);
}

function ceilings(adapter: Adapter, pass: number): readonly PlannedMeasurement[] {
  const software = adapter.fallback;
  const planned = (role: Measurement['role'], kernel: string, problem: Problem): PlannedMeasurement => ({
    kernel: kernelOf(kernel),
    problem,
    role,
    pairs: PAIRS,
    passSeconds: pass,
  });
  const far = { elements: farBytes(adapter) / 4, rounds: 1 };
  // 1 MiB: any cache that all cores share holds it. Read many times over, since one pass ends before it is under way.
  const near = { elements: MEBIBYTE / 4, rounds: software ? 16 : 512 };
  const strided = { elements: software ? 2 ** 16 : 2 ** 22, stride: 32 };
  return [
    // First: it brings the GPU's clock up for what follows.
    planned('compute-peak', 'compute/fma', {
      invocations: software ? 4096 : 2 ** 18,
      iterations: software ? 512 : 1024,
    }),
    planned('cache-bandwidth', 'memory/read', near),
    planned('memory-bandwidth', 'memory/read', fitting(adapter, 'memory/read', far, 'elements')),
    planned('point', 'memory/strided', fitting(adapter, 'memory/strided', strided, 'elements')),
  ];
}

/** What the roofs of a chart stand on, and no more. */
export const quickCeilings = (adapter: Adapter): readonly PlannedMeasurement[] =>
  ceilings(adapter, TIMES[adapterClass(adapter)].pass).filter(({ role }) => role !== 'point');

/**
 * Suite "quick": the ceilings of the machine, a strided read beside them, then the matmul ladder at a size that suits
 * the adapter. 3 s on a discrete GPU, 10 s on an integrated one, 30 s on a software adapter.
 */
export function quickPlan(adapter: Adapter): Plan {
  const { budget, pass } = TIMES[adapterClass(adapter)];
  const first = ceilings(adapter, pass);
  return {
    suite: 'quick',
    budgetSeconds: budget,
    stages: [
      { count: first.length, plan: () => first },
      {
        count: LADDER.length,
        plan: (measured) => {
          const edge = matmulEdge(adapter, measured);
          return LADDER.map((id) => ({
            kernel: kernelOf(id),
            problem: { m: edge, n: edge, k: edge },
            role: 'point',
            pairs: PAIRS,
            passSeconds: pass,
          }));
        },
      },
    ],
  };
}
