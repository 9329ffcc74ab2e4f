import type { Kernel, Problem } from '../kernels/kernel.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Adapter } from '../record/record.ts';
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
 * else is measured.
 */
export function editedPlan(edited: Kernel, problem: Problem, adapter: Adapter): Plan {
  const planned = (kernel: Kernel, role: PlannedMeasurement['role']): PlannedMeasurement => ({
    kernel,
    problem,
    role,
    pairs: PAIRS,
    passSeconds: PASS_SECONDS,
  });
  const id = measurementId({ kernel: edited.id, problem, role: 'edited', edited: edited.edited });
  const ceilings = quickCeilings(adapter);
  const seconds = adapter.fallback ? CEILING_SECONDS.software : CEILING_SECONDS.other;
  return {
    suite: 'edited',
    budgetSeconds: 2 * BUDGET_SECONDS + seconds,
    endsOnHang: true,
    stages: [
      { count: 1, label: `${edited.title}, edited`, plan: () => [planned(edited, 'edited')] },
      {
        count: 1,
        plan: (measured) => (measured.some((one) => one.id === id) ? [planned(kernelOf(edited.id), 'point')] : []),
      },
      {
        count: ceilings.length,
        label: 'Ceilings, for the roofline',
        seconds,
        plan: (measured) =>
          measured.some((one) => one.id === id) && !measured.some((one) => one.role === 'compute-peak') ? ceilings : [],
      },
    ],
  };
}
