import { BEST_HERE, bestMatmul } from '../kernels/best-matmul.ts';
import { kernelById } from '../kernels/catalogue.ts';
import { editedKernel } from '../kernels/edited.ts';
import type { Problem } from '../kernels/kernel.ts';
import { matmulSizes } from '../kernels/matmul/family.ts';
import type { Measurement } from '../record/record.ts';
import type { Tuning } from '../record/tuning/memory.ts';
import type { Runner } from '../runner.ts';
import type { Plan } from './plan.ts';

/** A kernel by id on a problem. A ceiling that is measured again keeps its role. */
export interface AskedMeasurement {
  readonly kernel: string;
  readonly problem: Problem;
  readonly role: Measurement['role'];
  /** Somebody's version of it. */
  readonly edited?: Measurement['edited'];
}

/** What a person asks for by hand has the time for more and longer passes than one of a suite. */
const PAIRS = 15;
const PASS_SECONDS = 0.016;
const BUDGET_SECONDS = 5;

/** The kernel that is asked for, or somebody's version of it; undefined where there is none. */
function kernelFor({ kernel: id, problem, edited }: AskedMeasurement, runner: Pick<Runner, 'kernel'>) {
  const own = runner.kernel(id);
  const original = kernelById(id);
  if (own === undefined || edited === undefined || original === undefined) return own;
  const version = editedKernel(original, edited, problem);
  return version.ok ? version.value : undefined;
}

/** With the kernel and its parameters where the best one was asked for. A processor has none to choose from. */
function resolved(
  asked: AskedMeasurement,
  { engine, adapter }: Pick<Runner, 'engine' | 'adapter'>,
  tuning: Tuning | undefined,
): AskedMeasurement {
  if (asked.kernel !== BEST_HERE || engine !== 'webgpu') return asked;
  const { kernel, problem } = bestMatmul(matmulSizes(asked.problem), adapter, tuning);
  return { ...asked, kernel: kernel.id, problem };
}

/** Kernels that a person chose, on the problem that they chose; ids that this engine does not have are left out. */
export function problemPlan(
  asked: readonly AskedMeasurement[],
  runner: Pick<Runner, 'kernel' | 'engine' | 'adapter'>,
  tuning?: Tuning,
): Plan {
  const planned = asked
    .map((one) => resolved(one, runner, tuning))
    .flatMap((one) => {
      const { problem, role } = one;
      const kernel = kernelFor(one, runner);
      return kernel ? [{ kernel, problem, role, pairs: PAIRS, passSeconds: PASS_SECONDS }] : [];
    });
  return {
    suite: 'problem',
    budgetSeconds: BUDGET_SECONDS * planned.length,
    stages: [{ count: planned.length, plan: () => planned }],
  };
}
