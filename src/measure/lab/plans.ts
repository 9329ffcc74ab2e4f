import type { Runner } from '../runner.ts';
import type { Depth, Experiment, ExperimentContext } from './experiment.ts';
import { streams } from './experiments/stream.ts';
import { cpuLadder } from './experiments/tiling.ts';
import { experimentsOf, TIER_EXPERIMENTS } from './experiments.ts';
import { foundIn, streamBytes } from './found.ts';
import { farBytes, machineClass } from './machine-class.ts';
import { nearCeilings } from './near-ceilings.ts';
import type { Plan, Stage } from './plan.ts';
import { quickPlan as gpuQuickPlan } from './quick.ts';

/** What a runner that is open offers to experiments. */
export const contextOf = (runner: Runner, depth: Depth = 'quick'): ExperimentContext => ({
  engine: runner.engine,
  adapter: runner.adapter,
  depth,
  kernel: (id) => runner.kernel(id),
});

/** The experiment's stages with its title and its time shared among them. */
function timed(experiment: Experiment, context: ExperimentContext): readonly Stage[] {
  const stages = experiment.stages(context).filter(({ count }) => count > 0);
  const total = stages.reduce((sum, { count }) => sum + count, 0);
  const seconds = experiment.seconds(context);
  return stages.map((stage) => ({ ...stage, label: experiment.title, seconds: (seconds * stage.count) / total }));
}

const planOf = (suite: string, stages: readonly Stage[]): Plan => ({
  suite,
  stages,
  budgetSeconds: stages.reduce((sum, { seconds = 0 }) => sum + seconds, 0),
});

const CEILING_LABEL = 'Ceilings';
const CEILING_STREAMS = ['memory/read', 'memory/write', 'memory/copy'];
const CEILING_SECONDS = { discrete: 1.5, integrated: 3, software: 5, cpu: 5 } as const;

function ceilings(context: ExperimentContext): Stage {
  return {
    count: CEILING_STREAMS.length + 2,
    label: CEILING_LABEL,
    seconds: CEILING_SECONDS[machineClass(context)],
    plan: (measured) => [
      ...nearCeilings(context),
      ...streams(context, CEILING_STREAMS, streamBytes(context, measured)),
    ],
  };
}

/** Seconds of the processor's quick suite. */
const CPU_QUICK_SECONDS = 10;

/**
 * Suite "quick": the ceilings of the machine, then the matmul ladder. On a GPU 3 s, 10 s on an integrated one, 30 s on a software
 * adapter; on the processor 10 s.
 */
export function quickPlan(context: ExperimentContext): Plan {
  if (context.engine === 'webgpu') return gpuQuickPlan(context.adapter);
  const first = [...nearCeilings(context), ...streams(context, ['memory/read'], farBytes(context.adapter))];
  const ladder = cpuLadder(context, [32]);
  return {
    suite: 'quick',
    budgetSeconds: CPU_QUICK_SECONDS,
    stages: [first, ladder].map((planned) => ({ count: planned.length, plan: () => planned })),
  };
}

/** Suite "discover": latency and bandwidth against working set, then ceilings past the caches found; concludes with the machine's tiers. */
export function discoverPlan(context: ExperimentContext): Plan {
  const curves = experimentsOf(context.engine).filter(({ id }) => TIER_EXPERIMENTS.includes(id));
  const stages = [...curves.flatMap((experiment) => timed(experiment, context)), ceilings(context)];
  return { ...planOf('discover', stages), conclude: foundIn };
}

/** Suite "thorough": every experiment of the engine, with fine steps; concludes with the machine's tiers. */
export function thoroughPlan(context: ExperimentContext): Plan {
  const deep: ExperimentContext = { ...context, depth: 'thorough' };
  const all = experimentsOf(context.engine).flatMap((experiment) => timed(experiment, deep));
  return { ...planOf('thorough', [...all, ceilings(deep)]), conclude: foundIn };
}

/** Experiments picked by hand, in the order in which they build on each other. Ids that the engine does not have are left out. */
export function labPlan(ids: readonly string[], context: ExperimentContext): Plan {
  const picked = experimentsOf(context.engine).filter(({ id }) => ids.includes(id));
  const plan = planOf(
    'lab',
    picked.flatMap((experiment) => timed(experiment, context)),
  );
  return ids.some((id) => TIER_EXPERIMENTS.includes(id)) ? { ...plan, conclude: foundIn } : plan;
}
