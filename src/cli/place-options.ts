import type { Result } from '#core/result.ts';
import type { AnalysisSettings } from '#model/analysis/analysis.ts';
import type { Machine, MachineFault } from '#model/machine/machine.ts';
import { phasesOf } from '#model/placement/phases.ts';
import { POLICIES, type Policy } from '#model/placement/place.ts';
import {
  type Fractions,
  PASS_CLASSES,
  type PassClass,
  type PlacementProblem,
  type TensorClass,
} from '#model/placement/problem.ts';
import { problemOf } from '#model/placement/problem-of.ts';
import { type UpdateSettings, updateOf } from '#model/placement/update.ts';
import { OPTIMIZERS } from '#model/training/optimizer.ts';
import { PRECISIONS } from '#model/training/precision.ts';
import type { ResolvedStack, Stack } from '#model/workload/layer.ts';
import { stackPreset } from '#model/workload/presets/index.ts';
import type { PresetSizes } from '#model/workload/presets/preset.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { ANALYSIS_FLAGS, analysisInput } from './analysis-input.ts';
import type { Flags } from './command.ts';
import { badInput, unknownName } from './fail.ts';
import { choice, integer, required } from './flags.ts';
import { faultText } from './sources.ts';

export const PLACE_FLAGS = [
  ...ANALYSIS_FLAGS.filter((flag) => flag !== 'residency'),
  'policy',
  'optimizer',
  'precision',
  ...PASS_CLASSES,
  'json',
];

export type Phase = 'prefill' | 'decode' | 'update';

/** Shares of each class by tier, as given by hand. */
type Shares = Readonly<Partial<Record<TensorClass, ReadonlyMap<string, number>>>>;

export interface PlaceOptions {
  readonly stack: Stack;
  readonly machine: Machine;
  readonly settings: AnalysisSettings;
  readonly sizes: PresetSizes;
  readonly how: Policy | 'hand';
  readonly phases: readonly {
    readonly phase: Phase;
    readonly problem: PlacementProblem;
    readonly how: Policy | Fractions;
  }[];
}

/** `hbm=0.25,ddr=0.75`. */
function sharesOf(flags: Flags, flag: PassClass): ReadonlyMap<string, number> | undefined {
  const text = flags[flag];
  if (typeof text !== 'string') return undefined;
  const shares = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, tier = '', digits = ''] = /^\s*([a-z0-9-]+)=(\d{0,4}(?:\.\d{1,15})?)\s*$/.exec(part) ?? [];
    const share = digits === '' ? Number.NaN : Number(digits);
    if (!(share >= 0 && share <= 1))
      throw badInput(`--${flag}`, `is ${part.slice(0, 60)}; give tier=fraction from 0 to 1, such as hbm=0.25,ddr=0.75`);
    if (shares.has(tier)) throw badInput(`--${flag}`, `gives ${tier} twice`);
    shares.set(tier, share);
  }
  return shares;
}

function handOf(flags: Flags): Shares | null {
  const given = PASS_CLASSES.filter((flag) => flags[flag] !== undefined);
  if (given.length === 0) return null;
  if (flags['policy'] !== undefined) throw badInput(`--${given[0]}`, 'cannot be given with --policy: choose one');
  return Object.fromEntries(given.map((flag) => [flag, sharesOf(flags, flag)]));
}

/** The shares as fractions of a problem; a class that is not given is bad input, unless there is one store alone. */
function fractionsFrom(shares: Shares, { classes, stores }: PlacementProblem): Fractions {
  const tiers = stores.map(({ tier }) => tier);
  for (const flag of PASS_CLASSES)
    for (const tier of shares[flag]?.keys() ?? [])
      if (!tiers.includes(tier)) throw unknownName(`--${flag}`, 'store', tier, tiers);
  return classes.map(({ id }) => {
    const given = shares[id];
    if (given === undefined)
      throw badInput(`--${id}`, 'is missing; give the fraction in each store, such as hbm=0.25,ddr=0.75');
    return tiers.map((tier) => given.get(tier) ?? 0);
  });
}

/** A prompt's stack takes no context of its own: its decode phase does. */
function contextApart(flags: Flags): { readonly given: Flags; readonly context: number | undefined } {
  const preset = stackPreset(required(flags, 'stack'));
  if (preset === undefined || preset.options.context !== undefined) return { given: flags, context: undefined };
  const context = integer(flags, 'context', Number.MAX_SAFE_INTEGER);
  const most = preset.options.sequence?.max;
  if (context !== undefined && most !== undefined && context > most)
    throw badInput('--context', `is ${context}; ${preset.id} takes 1 to ${most}`);
  return { given: { ...flags, context: undefined }, context };
}

/** The optimizer of a training step, whose update is placed too; null where none is given. */
function updateSettings(flags: Flags, byHand: boolean): UpdateSettings | null {
  if (flags['optimizer'] === undefined) {
    if (flags['precision'] !== undefined) throw badInput('--precision', 'is of the update that --optimizer asks for');
    return null;
  }
  if (byHand) throw badInput('--optimizer', 'is placed by --policy, not by hand');
  return {
    optimizer: choice(flags, 'optimizer', OPTIMIZERS, 'adamw'),
    precision: choice(flags, 'precision', PRECISIONS, 'mixed'),
  };
}

/** What `ridgepoint place` is asked for; bad input is refused here. */
export function placeOptions(flags: Flags): PlaceOptions {
  const policy = choice(flags, 'policy', POLICIES, 'optimum');
  const hand = handOf(flags);
  const update = updateSettings(flags, hand !== null);
  const { given, context } = contextApart(flags);
  const { stack, stackName, machine, machineName, settings, sizes } = analysisInput(given);
  const found = phasesOf(stack, context);
  if (context !== undefined && found.decode === null)
    throw badInput('--context', `${stack.id} keeps no KV cache, so that it has no context to set`);
  const resolvedOf = (part: Stack, phase: Phase): ResolvedStack => {
    const resolved = resolveStack(part, settings.batch);
    if (!resolved.ok) throw badInput(stackName, `${phase}: ${faultText(resolved.error)}`);
    return resolved.value;
  };
  const known = (problem: Result<PlacementProblem, MachineFault>): PlacementProblem => {
    if (!problem.ok) throw badInput(machineName, faultText(problem.error));
    return problem.value;
  };
  const phases: PlaceOptions['phases'][number][] = [];
  for (const phase of ['prefill', 'decode'] as const) {
    const part = found[phase];
    if (part === null) continue;
    const problem = known(problemOf(resolvedOf(part, phase), machine, settings));
    phases.push({ phase, problem, how: hand === null ? policy : fractionsFrom(hand, problem) });
  }
  if (update !== null) {
    const problem = known(updateOf(resolvedOf(stack, 'update'), machine, settings, update));
    phases.push({ phase: 'update', problem, how: policy });
  }
  const shown = context === undefined ? sizes : { ...sizes, context };
  return { stack, machine, settings, sizes: shown, how: hand === null ? policy : 'hand', phases };
}
