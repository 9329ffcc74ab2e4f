import { seededRandom } from '#core/random.ts';
import type { AccessWidths, Kernel, Problem } from '../kernels/kernel.ts';
import { verifyOutput } from '../kernels/verify.ts';
import type { Verification } from '../record/record.ts';
import { type Bench, type BoundKernel, readOutput } from './bind.ts';
import { wrongResult } from './fault-sentences.ts';
import { FaultError, type Watch } from './guard.ts';

/** FLOP that the float64 reference may spend on sampled rows; the check of the whole costs less. */
const REFERENCE_WORK = 2 ** 23;

/** Two checks of the same outputs as one: all rows they looked at, the worst they saw. */
const together = (one: Verification, other: Verification): Verification => ({
  rowsChecked: one.rowsChecked + other.rowsChecked,
  rows: one.rows + other.rows,
  worst: Math.max(one.worst, other.worst),
  whole: one.whole && other.whole,
});

/** Holds the outputs of a bound kernel, of each of its sets, against the reference. */
export class OutputCheck {
  readonly #bench: Bench;
  readonly #problem: Problem;
  readonly #bound: BoundKernel;
  /** The kernel with each set's reference made once for all checks: it may keep what it worked out for the first. */
  readonly #kernels: readonly Kernel[];
  readonly #rowsAffordable: number;
  #seed: number;

  /** `seed` chooses the rows that are sampled. */
  constructor(
    bench: Bench,
    { kernel, problem, widths }: { readonly kernel: Kernel; readonly problem: Problem; readonly widths: AccessWidths },
    bound: BoundKernel,
    seed: number,
  ) {
    this.#bench = bench;
    this.#problem = problem;
    this.#bound = bound;
    this.#seed = seed;
    const references = bound.sets.map(({ inputs }) => kernel.reference(problem, inputs));
    this.#kernels = references.map((reference) => ({ ...kernel, reference: () => reference }));
    const rows = references[0]?.rows ?? 0;
    this.#rowsAffordable = Math.floor((REFERENCE_WORK * rows) / Math.max(1, kernel.cost(problem, widths).flop));
  }

  /** Reads every output back and checks it, at least `fewestRows` of each. Throws `wrong-result`. */
  async verify(watch: Watch, fewestRows: number): Promise<Verification> {
    let all: Verification | null = null;
    for (const [set, kernel] of this.#kernels.entries()) {
      const bound = this.#bound.sets[set];
      if (bound === undefined) continue;
      const output = await readOutput(this.#bench, bound.output, this.#bound.outputElements, watch);
      const random = seededRandom(++this.#seed);
      const rows = Math.max(fewestRows, Math.min(16, this.#rowsAffordable));
      const checked = verifyOutput(
        kernel,
        this.#problem,
        bound.inputs,
        output,
        random.next,
        rows,
        this.#bound.workload.dispatches(set),
      );
      if (!checked.ok) throw new FaultError(wrongResult(kernel.id, checked.error));
      bound.verified?.(output);
      all = all === null ? checked.value : together(all, checked.value);
    }
    if (all === null) throw new Error('a bound kernel has no set of buffers');
    return all;
  }
}
