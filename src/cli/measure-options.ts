import { accessSync, closeSync, constants, openSync, statSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExperimentContext } from '#measure/lab/experiment.ts';
import { experimentsOf } from '#measure/lab/experiments.ts';
import type { Plan } from '#measure/lab/plan.ts';
import { discoverPlan, labPlan, quickPlan, thoroughPlan } from '#measure/lab/plans.ts';
import type { Flags } from './command.ts';
import { badInput, unknownName } from './fail.ts';

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

const text = (flags: Flags, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
};

function chosen<T extends string>(flags: Flags, name: string, names: readonly T[], usual: T): T {
  const word = text(flags, name) ?? usual;
  const found = names.find((each) => each === word);
  if (found === undefined) throw unknownName(`--${name}`, name, word, names);
  return found;
}

/** The experiments of `--only`: each one that this device has. */
function pickedOf(flags: Flags, device: MeasureOptions['device']): readonly string[] | null {
  const list = text(flags, 'only');
  if (list === undefined) return null;
  const known = experimentsOf(device === 'cpu' ? 'cpu' : 'webgpu').map(({ id }) => id);
  const words = list.split(',').map((word) => word.trim());
  if (words.includes('')) throw badInput('--only', `needs names with a comma between them: ${known.join(', ')}`);
  for (const word of words)
    if (!known.includes(word)) throw unknownName('--only', `experiment on the ${device}`, word, known);
  return words;
}

/** Refused before anything is measured: a result that has nowhere to go is lost. */
function writableFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw badInput('--out', `${path} is a folder`);
  const folder = dirname(path);
  if (!stat && !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw badInput('--out', `there is no folder ${folder}`);
  try {
    accessSync(stat ? path : folder, constants.W_OK);
    // Some folders take no new file though they may be written, such as those of the system's own figures.
    if (!stat) {
      closeSync(openSync(path, 'wx'));
      unlinkSync(path);
    }
  } catch {
    throw badInput('--out', `${path} cannot be written`);
  }
  return path;
}

/** What `ridgepoint measure` is asked for; bad input is refused here. */
export function measureOptions(flags: Flags): MeasureOptions {
  if (flags['csv'] && flags['json']) throw badInput('--csv', 'cannot be given with --json: choose one');
  const device = chosen(flags, 'device', DEVICES, 'gpu');
  const suite = chosen(flags, 'suite', ['quick', 'discover', 'thorough'], 'quick');
  const picked = pickedOf(flags, device);
  const out = text(flags, 'out');
  return {
    device,
    depth: suite === 'thorough' ? 'thorough' : 'quick',
    format: flags['csv'] ? 'csv' : flags['json'] ? 'json' : 'text',
    out: out === undefined ? undefined : writableFile(out),
    plan: picked === null ? SUITES[suite] : (context) => labPlan(picked, context),
  };
}
