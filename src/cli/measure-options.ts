import type { ExperimentContext } from '#measure/lab/experiment.ts';
import { experimentsOf } from '#measure/lab/experiments.ts';
import type { Plan } from '#measure/lab/plan.ts';
import { discoverPlan, labPlan, quickPlan, thoroughPlan } from '#measure/lab/plans.ts';
import type { Flags } from './command.ts';
import { outFile } from './deliver.ts';
import { badInput, unknownName } from './fail.ts';
import { choice } from './flags.ts';

const SUITES = { quick: quickPlan, discover: discoverPlan, thorough: thoroughPlan } as const;
const DEVICES = ['gpu', 'cpu'] as const;

export interface MeasureOptions {
  readonly device: (typeof DEVICES)[number];
  readonly depth: ExperimentContext['depth'];
  readonly format: 'text' | 'json' | 'csv';
  /** File for the result; undefined: stdout. */
  readonly out: string | undefined;
  readonly plan: (context: ExperimentContext) => Plan;
}

/** The experiments of `--only`: each one that this device has. */
function pickedOf(flags: Flags, device: MeasureOptions['device']): readonly string[] | null {
  const list = flags['only'];
  if (typeof list !== 'string') return null;
  const known = experimentsOf(device === 'cpu' ? 'cpu' : 'webgpu').map(({ id }) => id);
  const words = list.split(',').map((word) => word.trim());
  if (words.includes('')) throw badInput('--only', `needs names with a comma between them: ${known.join(', ')}`);
  for (const word of words)
    if (!known.includes(word)) throw unknownName('--only', `experiment on the ${device}`, word, known);
  return words;
}

/** What `ridgepoint measure` is asked for; bad input is refused here. */
export function measureOptions(flags: Flags): MeasureOptions {
  if (flags['csv'] && flags['json']) throw badInput('--csv', 'cannot be given with --json: choose one');
  const device = choice(flags, 'device', DEVICES, 'gpu');
  const suite = choice(flags, 'suite', ['quick', 'discover', 'thorough'], 'quick');
  const picked = pickedOf(flags, device);
  return {
    device,
    depth: suite === 'thorough' ? 'thorough' : 'quick',
    format: flags['csv'] ? 'csv' : flags['json'] ? 'json' : 'text',
    out: outFile(flags),
    plan: picked === null ? SUITES[suite] : (context) => labPlan(picked, context),
  };
}
