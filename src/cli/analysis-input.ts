import { type AnalysisSettings, OVERLAPS, RESIDENCIES } from '#model/analysis/analysis.ts';
import type { Machine } from '#model/machine/machine.ts';
import type { Stack } from '#model/workload/layer.ts';
import { NUMBER_FORMATS } from '#model/workload/number-format.ts';
import type { PresetSizes } from '#model/workload/presets/preset.ts';
import type { Flags } from './command.ts';
import { unknownName } from './fail.ts';
import { batchOf, choice, required, sizesOf } from './flags.ts';
import { loadMachine, loadStack } from './sources.ts';

/** Flags of every command that analyses a stack on a machine. */
export const ANALYSIS_FLAGS = [
  'stack',
  'machine',
  'batch',
  'format',
  'sequence',
  'context',
  'overlap',
  'residency',
  'unit',
] as const;

export interface AnalysisInput {
  /** As they were given: a fault names them. */
  readonly stackName: string;
  readonly machineName: string;
  readonly stack: Stack;
  readonly machine: Machine;
  readonly settings: AnalysisSettings;
  readonly sizes: PresetSizes;
}

function unitOf(flags: Flags, machine: Machine): { unit?: string } {
  const text = flags['unit'];
  if (typeof text !== 'string') return {};
  const ids = machine.units.map(({ id }) => id);
  if (ids.includes(text)) return { unit: text };
  throw unknownName('--unit', `compute unit of ${machine.id}`, text, ids);
}

/** The stack, the machine and the settings that the flags give; bad ones are refused here. */
export function analysisInput(flags: Flags): AnalysisInput {
  const stackName = required(flags, 'stack');
  const machineName = required(flags, 'machine');
  const batch = batchOf(flags);
  const format = choice(flags, 'format', NUMBER_FORMATS, 'f16');
  const overlap = choice(flags, 'overlap', OVERLAPS, 'double-buffered');
  const residency = choice(flags, 'residency', RESIDENCIES, 'cold');
  const sizes = sizesOf(flags);
  const stack = loadStack(stackName, sizes);
  const machine = loadMachine(machineName);
  const settings: AnalysisSettings = { batch, format, overlap, residency, ...unitOf(flags, machine) };
  return { stackName, machineName, stack, machine, settings, sizes };
}
