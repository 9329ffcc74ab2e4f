import { formatSeconds } from '#core/format.ts';
import type { AccessWidths, Family, Kernel, Problem, SizeSpec } from '../kernels/kernel.ts';
import { sizesFit } from '../kernels/problem.ts';

/** FLOP and bytes together, of memory and of workgroups, that any GPU does in well under the two seconds after which Windows resets it. */
const SAFE_WORK: Readonly<Record<Family, number>> = {
  matmul: 2 ** 28,
  convolution: 2 ** 28,
  attention: 2 ** 28,
  matvec: 2 ** 28,
  elementwise: 2 ** 28,
  compression: 2 ** 28,
  memory: 2 ** 30,
  // 65,536 hops of a sector each: a tenth of a second at 2 µs a hop.
  latency: 2 ** 21,
  workgroup: 2 ** 30,
  compute: 2 ** 33,
  overhead: 2 ** 16,
};
/** A processor that plays GPU does a few hundred MFLOP/s. */
const SAFE_SOFTWARE_WORK = 2 ** 24;

/** Work of a kernel that may be run unseen. */
export const safeWork = ({ family }: Kernel, software: boolean): number =>
  software ? SAFE_SOFTWARE_WORK : SAFE_WORK[family];

/** A dispatch predicted to take longer is refused, with room to be wrong by two. Nothing resets a software adapter. */
export const longestDispatch = (software: boolean): number => (software ? 5 : 1);

/** One number for how much a dispatch does, good enough to scale a time by. */
export function workOf(kernel: Kernel, problem: Problem, widths: AccessWidths): number {
  const { flop, moved, workgroup } = kernel.cost(problem, widths);
  return flop + moved + (workgroup ?? 0);
}

/** Sizes that say how often the same is done again: fewer change no pace. */
const REPEATS: readonly string[] = ['hops', 'rounds', 'iterations', 'repeats'];
/** The footprint: a smaller one lies in a nearer tier and is no measure of the larger. */
const FOOTPRINT = 'bytes';
const rank = (key: string): number => (REPEATS.includes(key) ? 0 : key === FOOTPRINT ? 2 : 1);

/** About half of a size, as the kernel allows it; null where it cannot be smaller. */
function halved({ min, multipleOf = 1 }: SizeSpec, size: number): number | null {
  const half = Math.max(min, Math.floor(size / 2 / multipleOf) * multipleOf);
  return half < size ? half : null;
}

interface Piece {
  readonly problem: Problem;
  readonly work: number;
}

/**
 * The problem with one size halved, the one that changes its pace least and is largest; null where none can be. The work of few is
 * asked for: counting accesses takes time.
 */
function smaller(kernel: Kernel, { problem, work: now }: Piece, workIn: (problem: Problem) => number): Piece | null {
  const halves = kernel.sizes
    .flatMap((spec) => {
      const size = problem[spec.key] ?? spec.min;
      const half = halved(spec, size);
      return half === null ? [] : [{ key: spec.key, size, problem: { ...problem, [spec.key]: half } }];
    })
    .toSorted((one, other) => rank(one.key) - rank(other.key) || other.size - one.size);
  for (const one of halves) {
    // Some sizes go only together.
    if (sizesFit(kernel, one.problem) !== null) continue;
    const work = workIn(one.problem);
    // A stride is a size too, and a smaller one is no less work.
    if (work < now) return { problem: one.problem, work };
  }
  return null;
}

/**
 * A smaller problem of the same kernel, of no more work than is safe: repeats are halved first, a footprint last. The problem
 * itself where it is small already.
 */
export function pilotProblem(kernel: Kernel, problem: Problem, widths: AccessWidths, safe: number): Problem {
  const workIn = (of: Problem) => workOf(kernel, of, widths);
  let pilot: Piece = { problem, work: workIn(problem) };
  while (pilot.work > safe) {
    const next = smaller(kernel, pilot, workIn);
    if (next === null) break;
    pilot = next;
  }
  return pilot.problem;
}

export const tooLong = (time: number): string =>
  `One dispatch would take about ${formatSeconds(time)} here, and browsers reset a GPU that is busy for so long. Choose smaller sizes.`;

/** Problems of one kernel, or kernels of one family, differ in pace by about that: a cache is so much faster than memory. */
const MARGIN = 8;

/** Seconds for a unit of work, as measured so far. */
export class Paces {
  readonly #slowest = new Map<string, number>();

  note({ id, family }: Kernel, pace: number): void {
    for (const key of [id, family]) this.#slowest.set(key, Math.max(pace, this.#slowest.get(key) ?? 0));
  }

  /** Seconds that this much work may take at worst, by the kernel's own pace or else its family's; infinite where unseen. */
  worst({ id, family }: Kernel, work: number): number {
    return MARGIN * work * (this.#slowest.get(id) ?? this.#slowest.get(family) ?? Number.POSITIVE_INFINITY);
  }
}
