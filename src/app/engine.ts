/** Both engines and the lab: one chunk, loaded when somebody measures or opens the lab. */
import { openCompiler } from '#measure/gpu/compiler.ts';
import { openGpuRunner } from '#measure/gpu/open-gpu.ts';
import { editedPlan } from '#measure/lab/edited-plan.ts';
import { openEdited } from '#measure/lab/edited-runner.ts';
import { experimentsOf, TIER_EXPERIMENTS } from '#measure/lab/experiments.ts';
import type { Plan } from '#measure/lab/plan.ts';
import { contextOf, discoverPlan, labPlan, quickPlan, thoroughPlan } from '#measure/lab/plans.ts';
import { problemPlan } from '#measure/lab/problem-plan.ts';
import { runSuite } from '#measure/lab/run-suite.ts';
import type { Adapter, Run } from '#measure/record/record.ts';
import type { OpenRunner, Runner } from '#measure/runner.ts';
import { forecastStack, runResolved } from '#measure/stack/run-resolved.ts';
import type { ExperimentInfo, LabPlan } from '#panels/playground.ts';
import { openCpuEngine } from './cpu-engine.ts';

const open: Readonly<Record<Run['engine'], OpenRunner>> = { webgpu: openEdited(openGpuRunner()), cpu: openCpuEngine() };

/** Every experiment at once is the thorough suite; the quick form of it is the same experiments, fewer points. */
function planOf({ experiments, depth }: LabPlan, runner: Runner): Plan {
  const context = contextOf(runner, depth);
  if (experiments === 'discover') return discoverPlan(context);
  const all = experimentsOf(runner.engine).every(({ id }) => experiments.includes(id));
  return all && depth === 'thorough' ? thoroughPlan(context) : labPlan(experiments, context);
}

/** Before anything was measured nobody knows the adapter: the times are those of a GPU without memory of its own. */
const UNSEEN: Pick<Adapter, 'vendor' | 'fallback'> = { vendor: '', fallback: false };

function listExperiments(kind: Run['engine'], seen: Adapter | null): readonly ExperimentInfo[] {
  const adapter = seen ?? UNSEEN;
  return experimentsOf(kind).map(({ id, title, purpose, engines, seconds }) => ({
    id,
    title,
    purpose,
    engines,
    discovers: TIER_EXPERIMENTS.includes(id),
    seconds: {
      quick: seconds({ engine: kind, adapter, depth: 'quick' }),
      thorough: seconds({ engine: kind, adapter, depth: 'thorough' }),
    },
  }));
}

export const engine = {
  open,
  runSuite,
  quickPlan: (runner: Runner): Plan => quickPlan(contextOf(runner)),
  labPlan: planOf,
  problemPlan,
  editedPlan,
  openCompiler,
  listExperiments,
  forecastStack,
  runResolved,
};
export type Engine = typeof engine;
