import type { Provenance } from '#core/quantity.ts';
import { err, type Result } from '#core/result.ts';
import { machineFromRun } from '#measure/record/calibration.ts';
import type { Run, StackRun } from '#measure/record/record.ts';
import { compareStack, type StackComparison } from '#measure/record/stack/compare.ts';
import { measuredLayerPoints } from '#measure/record/stack/layer-points.ts';
import type { Analysis, AnalysisSettings } from '#model/analysis/analysis.ts';
import { analyze } from '#model/analysis/analyze.ts';
import type { RooflinePoint } from '#model/roofline/roofline.ts';
import type { Stack, StackFault } from '#model/workload/layer.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { type Document, settingsOf } from './document.ts';
import { memoise } from './memo.ts';
import type { RunEntry } from './runs.ts';
import { selectDocument, selectRunEntry, selectStack } from './selectors.ts';
import type { DocumentState } from './store.ts';
import { type StackRunView, stackRunView } from './views/stack-run.ts';

const viewOf = memoise((document: Document): StackRunView => settingsOf(document, stackRunView));
export const selectStackRunView = (state: DocumentState): StackRunView => viewOf(selectDocument(state));

/** An entry whose run is of a stack. */
export interface StackEntry extends RunEntry {
  readonly run: Run & { readonly stack: StackRun };
}
const isStackEntry = (entry: RunEntry | null | undefined): entry is StackEntry => entry?.run.stack !== undefined;

/** The run in view where it is of a stack, else the newest that is; null where there is none. */
export function selectStackEntry(state: DocumentState): StackEntry | null {
  const selected = selectRunEntry(state);
  if (isStackEntry(selected)) return selected;
  const newest = state.runs.find(isStackEntry);
  return isStackEntry(newest) ? newest : null;
}

/** The newest run of the same stack on the same device that was fused where this one was not, or the other way round. */
export function selectOtherFusion(state: DocumentState): StackEntry | null {
  const entry = selectStackEntry(state);
  if (!entry) return null;
  const { adapter, stack } = entry.run;
  const other = state.runs.find(
    ({ run }) =>
      run.stack?.stack === stack.stack &&
      run.stack.batch === stack.batch &&
      run.stack.fused !== stack.fused &&
      run.adapter.description === adapter.description &&
      run.adapter.device === adapter.device &&
      run.adapter.vendor === adapter.vendor,
  );
  return isStackEntry(other) ? other : null;
}

/** A run beside the model of the stack that is open now, on the machine that the run measured. */
export interface ComparedRun {
  readonly analysis: Analysis;
  readonly comparison: StackComparison;
}

const NO_CEILINGS = 'This run holds no ceilings of its machine, so the model has nothing to predict by.';

const comparedOf = memoise(
  (
    run: Run & { readonly stack: StackRun },
    origin: RunEntry['origin'],
    stack: Result<Stack, StackFault>,
    overlap: AnalysisSettings['overlap'],
    residency: AnalysisSettings['residency'],
  ): Result<ComparedRun, string> => {
    if (!stack.ok) return err(stack.error.message);
    const { batch } = run.stack;
    const resolved = resolveStack(stack.value, batch);
    if (!resolved.ok) return err(resolved.error.message);
    const machine = machineFromRun(run, origin === 'live' ? 'measured' : 'recorded');
    if (machine === null) return err(NO_CEILINGS);
    // Kernels compute in f32.
    const analysis = analyze(resolved.value, machine, { batch, format: 'f32', overlap, residency });
    if (!analysis.ok) return err(`${analysis.error.field}: ${analysis.error.message}`);
    const compared = compareStack(run, analysis.value);
    return compared.ok ? { ok: true, value: { analysis: analysis.value, comparison: compared.value } } : compared;
  },
);

const compareEntry = (state: DocumentState, { run, origin }: StackEntry): Result<ComparedRun, string> => {
  const { overlap, residency } = selectDocument(state).settings;
  return comparedOf(run, origin, selectStack(state), overlap, residency);
};

/** The comparison of the stack's run in view, or the sentence that says why there is none; null where no stack was run. */
export function selectComparedRun(state: DocumentState): Result<ComparedRun, string> | null {
  const entry = selectStackEntry(state);
  return entry && compareEntry(state, entry);
}

const NO_POINTS: readonly RooflinePoint[] = [];
const pointsOf = memoise((compared: Result<ComparedRun, string>, provenance: Provenance) =>
  compared.ok ? measuredLayerPoints(compared.value.comparison, compared.value.analysis, provenance) : NO_POINTS,
);
/** Dots of the measured layers of the run in view, each joined to its layer's modelled dot. */
export function selectMeasuredLayers(state: DocumentState): readonly RooflinePoint[] {
  const entry = selectRunEntry(state);
  if (!isStackEntry(entry)) return NO_POINTS;
  return pointsOf(compareEntry(state, entry), entry.origin === 'live' ? 'measured' : 'recorded');
}
