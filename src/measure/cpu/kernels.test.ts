import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import type { Problem } from '../kernels/kernel.ts';
import { sizeOf } from '../kernels/problem.ts';
import { cpuKernelById, cpuKernels } from './catalogue.ts';
import type { CpuWork, Sliced } from './kernel.ts';
import { CPU_WIDTHS } from './widths.ts';

function finish<T>(sliced: Sliced<T>): T {
  for (;;) {
    const { done, value } = sliced.next();
    if (done) return value;
  }
}

/** Sizes that no tile, chunk or unrolling divides. */
const ODD: Readonly<Record<string, readonly Problem[]>> = {
  'matmul/ijk': [
    { m: 7, n: 19, k: 23, pitch: 37 },
    { m: 1, n: 1, k: 1, pitch: 16 },
  ],
  'matmul/ikj': [
    { m: 7, n: 19, k: 23, pitch: 37 },
    { m: 3, n: 16, k: 1, pitch: 16 },
  ],
  'matmul/tiled': [
    { m: 7, n: 19, k: 23, pitch: 37, tile: 5 },
    { m: 9, n: 33, k: 17, pitch: 64, tile: 16 },
    { m: 2, n: 2, k: 2, pitch: 16, tile: 128 },
  ],
  'memory/copy': [{ elements: 70_001 }, { elements: 1 }],
  'memory/scale': [{ elements: 70_001 }],
  'memory/triad': [{ elements: 200_003 }],
  'memory/read': [{ elements: 70_001 }, { elements: 3 }],
  'memory/write': [{ elements: 70_001 }],
  'memory/shared-set': [
    { bytes: 64, rounds: 5001 },
    { bytes: 4096, rounds: 777 },
    { bytes: 64 * 5003, rounds: 3 },
  ],
  'memory/strided': [
    { elements: 70_001, stride: 1 },
    { elements: 70_001, stride: 7 },
    { elements: 40_009, stride: 128 },
    { elements: 5, stride: 9 },
  ],
  'latency/chase': [
    { bytes: 64 * 129, hops: 20_001 },
    { bytes: 64, hops: 1 },
  ],
  'compute/fma': [
    { invocations: 5, iterations: 3 },
    { invocations: 3, iterations: 1001 },
  ],
};
const cases = cpuKernels.flatMap((kernel) => (ODD[kernel.id] ?? []).map((problem) => ({ kernel, problem })));

/** One dispatch, in pieces that are cut anywhere. */
function dispatch(work: CpuWork, leftOut = -1): void {
  const random = seededRandom(work.steps);
  for (let at = 0; at < work.steps; ) {
    const end = Math.min(work.steps, at + 1 + random.integer(3));
    for (let step = at; step < end; step++) if (step !== leftOut) work.run(step, step + 1);
    at = end;
  }
}
const bind = ({ kernel, problem }: (typeof cases)[number], seed = 1): CpuWork => {
  const work = finish(kernel.bind(problem, seed));
  work.poison();
  return work;
};
const verify = (work: CpuWork) => finish(work.verify(seededRandom(7).next));

it('tries every kernel on odd sizes', () => {
  expect(cpuKernels.filter(({ id }) => (ODD[id] ?? []).length === 0)).toEqual([]);
  expect(new Set(cpuKernels.map(({ id }) => id)).size).toBe(cpuKernels.length);
});

describe.each(cases)('$kernel.id on $problem', (each) => {
  it('matches its reference, after one dispatch, after more, and after one that was left in the middle', () => {
    const work = bind(each);
    dispatch(work);
    expect(verify(work)).toMatchObject({ ok: true, value: { whole: true } });
    work.run(0, Math.ceil(work.steps / 2));
    work.poison();
    dispatch(work);
    dispatch(work);
    expect(verify(work)).toMatchObject({ ok: true });
  });
  it('costs no more useful bytes than it moves, and asks for all that it must', () => {
    const cost = each.kernel.cost(each.problem, CPU_WIDTHS);
    expect(cost.useful).toBeLessThanOrEqual(cost.moved);
    expect(cost.moved % 64).toBe(0);
    expect(cost.compulsory).toBeLessThanOrEqual(cost.requested);
    expect(each.kernel.memory(each.problem)).toBeGreaterThan(0);
  });
});

// A walk has no output to be left out of: where it ends is counted from the hops that were made.
describe.each(cases.filter(({ kernel }) => kernel.family !== 'latency'))('$kernel.id on $problem', (each) => {
  it('is wrong where any step was not run', () => {
    const { steps } = bind(each);
    for (const leftOut of new Set([0, steps >> 1, steps - 1])) {
      const work = bind(each);
      dispatch(work, leftOut);
      expect(verify(work).ok, `step ${leftOut}`).toBe(false);
    }
  });
});

it('chases through all of a set, also where a dispatch makes fewer hops than it has lines', () => {
  const kernel = cpuKernelById('latency/chase');
  if (!kernel) throw new Error('no chase');
  const work = finish(kernel.bind({ bytes: 64 * 100, hops: 30 }, 1));
  for (let i = 0; i < 7; i++) work.run(0, 1);
  expect(verify(work)).toMatchObject({ ok: true });
});

/** What a matmul's runs of neighbouring elements ask for and move, walked through one by one. */
function walked(id: string, problem: Problem) {
  const [m, n, k, pitch] = ['m', 'n', 'k', 'pitch'].map((key) => sizeOf(problem, key)) as [
    number,
    number,
    number,
    number,
  ];
  let requested = 0;
  let moved = 0;
  const run = (start: number, length: number) => {
    requested += 4 * length;
    moved += 64 * (Math.floor((start + length - 1) / 16) - Math.floor(start / 16) + 1);
  };
  if (id === 'matmul/ijk')
    for (let i = 0; i < m; i++) {
      run(i * pitch, n);
      for (let j = 0; j < n; j++) {
        run(i * pitch, k);
        for (let p = 0; p < k; p++) run(p * pitch + j, 1);
      }
    }
  else {
    const tile = id === 'matmul/ikj' ? 2048 : sizeOf(problem, 'tile');
    for (let left = 0; left < n; left += tile)
      for (let depth = 0; depth < k; depth += tile)
        for (let i = 0; i < m; i++) {
          run(i * pitch + depth, Math.min(tile, k - depth));
          for (let p = depth; p < Math.min(depth + tile, k); p++) {
            const width = Math.min(tile, n - left);
            run(p * pitch + left, width);
            for (let times = p === 0 ? 1 : 2; times > 0; times--) run(i * pitch + left, width);
          }
        }
  }
  return { requested, moved, useful: requested, flop: 2 * m * n * k };
}

it.each(cases.filter(({ kernel }) => kernel.family === 'matmul'))(
  'counts the accesses of $kernel.id on $problem as they are made',
  ({ kernel, problem }) => {
    expect(kernel.cost(problem, CPU_WIDTHS)).toMatchObject(walked(kernel.id, problem));
  },
);

it('moves a line for each element from a stride of a line on, and no more than once for neighbours', () => {
  const kernel = cpuKernelById('memory/strided');
  const moved = (stride: number) => Number(kernel?.cost({ elements: 2 ** 20, stride }, CPU_WIDTHS).moved);
  // Besides the lines of the sums.
  expect(Math.floor(moved(1) / 2 ** 22)).toBe(1);
  expect(Math.floor(moved(4) / 2 ** 22)).toBe(4);
  expect(Math.floor(moved(16) / 2 ** 22)).toBe(16);
  expect(Math.floor(moved(128) / 2 ** 22)).toBe(16);
});
