import type { AccessWidths, Family, Kernel, Problem } from '../kernels/kernel.ts';

/** FLOP and bytes together that any GPU does in well under the two seconds after which Windows resets it. */
const SAFE_WORK: Readonly<Record<Family, number>> = {
  matmul: 2 ** 28,
  memory: 2 ** 30,
  latency: 2 ** 16,
  workgroup: 2 ** 30,
  compute: 2 ** 33,
  overhead: 2 ** 16,
};
/** A processor that plays GPU does a few hundred MFLOP/s. */
const SAFE_SOFTWARE_WORK = 2 ** 24;

/** A dispatch predicted to take longer is refused, with room to be wrong by two. Nothing resets a software adapter. */
export const longestDispatch = (software: boolean): number => (software ? 5 : 1);

/** One number for how much a dispatch does, good enough to scale a time by. */
export function workOf(kernel: Kernel, problem: Problem, widths: AccessWidths): number {
  const { flop, moved } = kernel.cost(problem, widths);
  return flop + moved;
}

/**
 * A smaller problem of the same kernel that is safe to run unseen: the largest size is halved until the work is small.
 * The problem itself where it is small already.
 */
export function pilotProblem(kernel: Kernel, problem: Problem, widths: AccessWidths, software: boolean): Problem {
  const safe = software ? SAFE_SOFTWARE_WORK : SAFE_WORK[kernel.family];
  let pilot = problem;
  while (workOf(kernel, pilot, widths) > safe) {
    const [widest] = kernel.sizes
      .map(({ key, min }) => ({ key, min, size: pilot[key] ?? min }))
      .filter(({ size, min }) => size > min)
      .toSorted((one, other) => other.size - one.size);
    if (widest === undefined) return pilot;
    pilot = { ...pilot, [widest.key]: Math.max(widest.min, Math.floor(widest.size / 2)) };
  }
  return pilot;
}
