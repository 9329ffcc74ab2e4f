import { type AnalysisSettings, OVERLAPS, RESIDENCIES } from '#model/analysis/analysis.ts';
import { analyze } from '#model/analysis/analyze.ts';
import type { Machine } from '#model/machine/machine.ts';
import { rooflineOf } from '#model/roofline/ceilings.ts';
import { NUMBER_FORMATS } from '#model/workload/number-format.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { analysisJson } from './analysis-json.ts';
import { analysisText } from './analysis-text.ts';
import type { Flags } from './command.ts';
import { badInput, unknownName } from './fail.ts';
import { batchOf, choice, required, sizesOf } from './flags.ts';
import { jsonText } from './output.ts';
import { faultText, loadMachine, loadStack } from './sources.ts';

function unitOf(flags: Flags, machine: Machine): { unit?: string } {
  const text = flags['unit'];
  if (typeof text !== 'string') return {};
  const ids = machine.units.map(({ id }) => id);
  if (ids.includes(text)) return { unit: text };
  throw unknownName('--unit', `compute unit of ${machine.id}`, text, ids);
}

/** `ridgepoint analyze`: one stack on one machine, every layer at every boundary. */
export function analyzeCommand(flags: Flags): string {
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

  const resolved = resolveStack(stack, batch);
  if (!resolved.ok) throw badInput(stackName, faultText(resolved.error));
  const analysis = analyze(resolved.value, machine, settings);
  if (!analysis.ok) throw badInput(machineName, faultText(analysis.error));
  const roofline = rooflineOf(machine, analysis.value.settings.unit);

  return flags['json']
    ? jsonText(analysisJson(stack, analysis.value, roofline, sizes))
    : analysisText(stack, analysis.value, roofline);
}
