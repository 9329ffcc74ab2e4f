import type { Analysis } from '#model/analysis/analysis.ts';
import { analyze } from '#model/analysis/analyze.ts';
import type { ResolvedStack } from '#model/workload/layer.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { type AnalysisInput, analysisInput } from './analysis-input.ts';
import type { Flags } from './command.ts';
import { badInput } from './fail.ts';
import { faultText } from './sources.ts';

export interface Analysed extends AnalysisInput {
  readonly resolved: ResolvedStack;
  readonly analysis: Analysis;
}

/** The stack on the machine, analysed as the flags say; bad input is refused here. */
export function analysedOf(flags: Flags): Analysed {
  const input = analysisInput(flags);
  const { stack, machine, settings, stackName, machineName } = input;
  const resolved = resolveStack(stack, settings.batch);
  if (!resolved.ok) throw badInput(stackName, faultText(resolved.error));
  const analysis = analyze(resolved.value, machine, settings);
  if (!analysis.ok) throw badInput(machineName, faultText(analysis.error));
  return { ...input, resolved: resolved.value, analysis: analysis.value };
}
