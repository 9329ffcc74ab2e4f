import { seededRandom } from '#core/random.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Program, Step, Tensor } from '../stack/program.ts';
import { kernelOf } from './faulty-gpu.fixture.ts';

const EDGE = 24;
const naive = kernelOf('matmul/naive');

const matrix = (id: string, seed: number): Tensor => ({
  id,
  elements: EDGE * EDGE,
  origin: 'given',
  content: {
    key: `matrix ${seed}`,
    fill: () => {
      const random = seededRandom(seed);
      return Float32Array.from({ length: EDGE * EDGE }, () => (2 * random.next() - 1) / Math.sqrt(EDGE));
    },
  },
});

/** A product of two square matrices as a step. */
export const product = (left: string, right: string, writes: string, kernel: Kernel = naive): Step => ({
  layers: [writes],
  occurrence: 0,
  kernel,
  problem: { m: EDGE, n: EDGE, k: EDGE },
  reads: [left, right],
  writes,
});

/** `x`, `w1` and `w2` are given, and so is `twin`, which holds what `w1` does; all else is made by the steps. */
export function programOf(steps: readonly Step[]): Program {
  const made = steps.map(({ writes }): Tensor => ({ id: writes, elements: EDGE * EDGE, origin: 'made' }));
  const given = [matrix('x', 1), matrix('w1', 2), matrix('w2', 3), matrix('twin', 2)];
  return { tensors: [...given, ...made], steps, skipped: [] };
}

/** a = x · w1, b = a · w2, c = b · w1, d = c · a: the first result is needed again by the last step. */
export const fourProducts = (): Program =>
  programOf([product('x', 'w1', 'a'), product('a', 'w2', 'b'), product('b', 'twin', 'c'), product('c', 'a', 'd')]);

/** Writes what the source says instead of the product. */
export const wrongKernel = (change: (source: string) => string): Kernel => ({ ...naive, source: change(naive.source) });

export const BRIEF = { pairs: 3, passSeconds: 0.001, budgetSeconds: 5 };
