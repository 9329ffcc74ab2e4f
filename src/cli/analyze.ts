import { type AnalysisSettings, OVERLAPS, RESIDENCIES } from '#model/analysis/analysis.ts';
import { analyze } from '#model/analysis/analyze.ts';
import type { Machine } from '#model/machine/machine.ts';
import { rooflineOf } from '#model/roofline/ceilings.ts';
import { NUMBER_FORMATS } from '#model/workload/number-format.ts';
import type { PresetSizes } from '#model/workload/presets/preset.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { analysisJson } from './analysis-json.ts';
import { analysisText } from './analysis-text.ts';
import type { Flags } from './command.ts';
import { badInput, unknownName } from './fail.ts';
import { jsonText } from './output.ts';
import { faultText, loadMachine, loadStack } from './sources.ts';

const LARGEST_BATCH = 65_536;

function required(flags: Flags, flag: string): string {
  const value = flags[flag];
  if (typeof value === 'string') return value;
  throw badInput(`--${flag}`, `is missing; give a ready-made ${flag} or a JSON file (ridgepoint ${flag}s lists them)`);
}

function integer(flags: Flags, flag: string, largest: number): number | undefined {
  const text = flags[flag];
  if (typeof text !== 'string') return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= largest) return value;
  throw badInput(`--${flag}`, `is ${text.slice(0, 40)}; give a whole number from 1 to ${largest}`);
}

function choice<T extends string>(flags: Flags, flag: string, options: readonly T[], fallback: T): T {
  const text = flags[flag];
  if (typeof text !== 'string') return fallback;
  const found = options.find((option) => option === text);
  if (found !== undefined) return found;
  throw unknownName(`--${flag}`, flag, text, options);
}

function unitOf(flags: Flags, machine: Machine): { unit?: string } {
  const text = flags['unit'];
  if (typeof text !== 'string') return {};
  const ids = machine.units.map(({ id }) => id);
  if (ids.includes(text)) return { unit: text };
  throw unknownName('--unit', `compute unit of ${machine.id}`, text, ids);
}

function sizesOf(flags: Flags): PresetSizes {
  const sequence = integer(flags, 'sequence', Number.MAX_SAFE_INTEGER);
  const context = integer(flags, 'context', Number.MAX_SAFE_INTEGER);
  return { ...(sequence !== undefined && { sequence }), ...(context !== undefined && { context }) };
}

/** `ridgepoint analyze`: one stack on one machine, every layer at every boundary. */
export function analyzeCommand(flags: Flags): string {
  const stackName = required(flags, 'stack');
  const machineName = required(flags, 'machine');
  const batch = integer(flags, 'batch', LARGEST_BATCH) ?? 1;
  const format = choice(flags, 'format', NUMBER_FORMATS, 'f16');
  const overlap = choice(flags, 'overlap', OVERLAPS, 'double-buffered');
  const residency = choice(flags, 'residency', RESIDENCIES, 'cold');
  const sizes = sizesOf(flags);

  const stack = loadStack(stackName, sizes);
  const machine = loadMachine(machineName);
  const settings: AnalysisSettings = { batch, format, overlap, residency, ...unitOf(flags, machine) };

  const resolved = resolveStack(stack, batch);
  if (!resolved.ok) throw badInput(stackName, faultText(resolved.error));
  const analysis = analyze(resolved.value, machine, settings);
  if (!analysis.ok) throw badInput(machineName, faultText(analysis.error));
  const roofline = rooflineOf(machine, analysis.value.settings.unit);

  return flags['json']
    ? jsonText(analysisJson(stack, analysis.value, roofline, sizes))
    : analysisText(stack, analysis.value, roofline);
}
