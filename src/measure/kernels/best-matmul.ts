import type { Adapter } from '../record/record.ts';
import { type Choice, outputsOf, type ProductSizes } from '../record/tuning/choice.ts';
import { NOTHING_TUNED, type TunedChoice, type Tuning, tunedChoices } from '../record/tuning/memory.ts';
import { usualChoices } from '../record/tuning/usual.ts';
import { kernelById } from './catalogue.ts';
import type { Kernel, Problem } from './kernel.ts';
import { missingRequirement, problemFits } from './problem.ts';

/** A kernel and its whole problem: the sizes and the parameters. */
export interface BestMatmul {
  readonly kernel: Kernel;
  readonly problem: Problem;
  /** Whether this adapter's own search found it; else it is what is usual for its kind. */
  readonly tuned: boolean;
}

/** Runs anywhere, on any sizes. */
const ANYWHERE: Choice = { kernel: 'matmul/tuned-direct-4x4', across: 8, down: 8 };

/** The part of what a choice computes that is asked for: tiles reach past the edges of small or odd outputs. */
export function usefulPart({ across, down, ...choice }: Choice, { m, n }: ProductSizes): number {
  const { rows, columns } = outputsOf(choice);
  const part = (length: number, tile: number) => length / (Math.ceil(length / tile) * tile);
  return part(m, rows * down) * part(n, columns * across);
}

/** In the place of a kernel's id, where a person asks for the best matmul. */
export const BEST_HERE = 'matmul/best-here';

/** The whole problem of a choice's kernel. */
export const problemFor = ({ across, down, depth }: Choice, { m, n, k }: ProductSizes): Problem => ({
  m,
  n,
  k,
  across,
  down,
  ...(depth !== undefined && { depth }),
});

/**
 * The best matmul here, C = A·B in f32 of any sizes: what this adapter's own search found at the nearest size, by the rate it
 * reached and by how much of its tiles these sizes fill; what is usual for its kind where nobody has tuned. Always one that the
 * adapter's features and limits allow.
 */
export function bestMatmul(sizes: ProductSizes, adapter: Adapter, tuning: Tuning = NOTHING_TUNED): BestMatmul {
  const worth = (choice: TunedChoice) => choice.rate * usefulPart(choice, sizes);
  const bestFirst = (choices: readonly TunedChoice[]) => choices.toSorted((one, other) => worth(other) - worth(one));
  const candidates = [
    ...bestFirst(tunedChoices(tuning, adapter, sizes)).map((choice) => ({ choice, tuned: true })),
    ...[...bestFirst(usualChoices(adapter)), ANYWHERE].map((choice) => ({ choice, tuned: false })),
  ];
  for (const { choice, tuned } of candidates) {
    const kernel = kernelById(choice.kernel);
    if (kernel === undefined) continue;
    const problem = problemFor(choice, sizes);
    if (missingRequirement(kernel, adapter) ?? problemFits(kernel, problem, adapter.limits)) continue;
    return { kernel, problem, tuned };
  }
  const kernel = kernelById(ANYWHERE.kernel);
  if (kernel === undefined) throw new Error(`the catalogue has no kernel ${ANYWHERE.kernel}`);
  return { kernel, problem: problemFor(ANYWHERE, sizes), tuned: false };
}
