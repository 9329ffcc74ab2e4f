import type { Kernel, Problem } from '../kernels/kernel.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Adapter, Measurement } from '../record/record.ts';
import type { Plan, PlannedMeasurement } from './plan.ts';
import { kernelOf } from './plan.ts';
import { quickCeilings } from './quick.ts';

const PAIRS = 11;
const PASS_SECONDS = 0.016;
/** Of one measurement, and of the ceilings where there are none. */
const BUDGET_SECONDS = 5;
const CEILING_SECONDS = { software: 12, other: 3 } as const;

/**
 * A person's version of a kernel, the original beside it on the same problem, and the ceilings where the run has none yet,
 * without which no roofline holds the points. The person's version comes first: where it is refused, wrong or hangs, nothing
 * else is measured. A kernel as it ships is measured alone.
 */
export function editedPlan(kernel: Kernel, problem: Problem, adapter: Adapter): Plan {
  const planned = (of: Kernel, role: PlannedMeasurement['role']): PlannedMeasurement => ({
    kernel: of,
    problem,
    role,
    pairs: PAIRS,
    passSeconds: PASS_SECONDS,
  });
  const { id, edited, title } = kernel;
  const role = edited ? 'edited' : 'point';
  const name = measurementId({ kernel: id, problem, role, edited });
  const isThere = (measured: readonly Measurement[]) => measured.some((one) => one.id === name);
  const ceilings = quickCeilings(adapter);
  const seconds = adapter.fallback ? CEILING_SECONDS.software : CEILING_SECONDS.other;
  return {
    suite: 'edited',
    budgetSeconds: 2 * BUDGET_SECONDS + seconds,
    endsOnHang: true,
    stages: [
      { count: 1, label: edited ? `${title}, edited` : title, plan: () => [planned(kernel, role)] },
      ...(edited
        ? [
            {
              count: 1,
              plan: (measured: readonly Measurement[]) => (isThere(measured) ? [planned(kernelOf(id), 'point')] : []),
            },
          ]
        : []),
      {
        count: ceilings.length,
        label: 'Ceilings, for the roofline',
        seconds,
        plan: (measured) => (isThere(measured) && !measured.some((one) => one.role === 'compute-peak') ? ceilings : []),
      },
    ],
  };
}
