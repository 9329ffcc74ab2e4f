import type { ResolvedStack } from '#model/workload/layer.ts';
import type { StackRun } from '../record/record.ts';
import { workOf } from './expected.ts';
import type { Step } from './program.ts';

/** What was run. */
export interface StackInfo {
  readonly resolved: ResolvedStack;
  readonly fused: boolean;
}

/** How a step ended: right, or why not. */
export type StepEnd = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * The steps of a stack as its run lists them, one occurrence of each, as far as they have ended; and the layers that are missing
 * though they were begun. A layer of which one step failed is missing whole.
 */
export function endedSteps(
  { resolved }: StackInfo,
  steps: readonly Step[],
  ends: readonly StepEnd[],
): Pick<StackRun, 'steps' | 'skipped'> {
  const layers = new Map(resolved.layers.map((layer) => [layer.path, layer]));
  const missing = new Map<string, string>();
  for (const [index, end] of ends.entries())
    if (!end.ok)
      for (const layer of steps[index]?.layers ?? []) if (!missing.has(layer)) missing.set(layer, end.reason);
  // A layer is there when all its steps of one occurrence are.
  const begun = new Set(steps.slice(ends.length).flatMap((step) => (step.occurrence === 0 ? step.layers : [])));
  const listed = steps.slice(0, ends.length).flatMap((step) => {
    if (step.occurrence > 0 || step.layers.some((path) => missing.has(path) || begun.has(path))) return [];
    return [
      {
        layers: step.layers,
        times: layers.get(step.layers[0] ?? '')?.times ?? 1,
        flop: step.layers.reduce((sum, path) => sum + (layers.get(path)?.flop ?? 0), 0),
        measurement: workOf(step),
      },
    ];
  });
  return { steps: listed, skipped: [...missing].map(([layer, reason]) => ({ layer, reason })) };
}
