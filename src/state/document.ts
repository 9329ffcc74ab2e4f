import type { THIS_GPU } from '#measure/record/calibration.ts';
import type { AnalysisSettings } from '#model/analysis/analysis.ts';
import type { Machine } from '#model/machine/machine.ts';
import type { Stack } from '#model/workload/layer.ts';
import type { JsonObject } from './json.ts';
import { type StoredView, storedView, type View, viewSettings } from './views/view.ts';

/** A ready-made stack by id, with its options, or one of the person's own. */
export type StackSource =
  | { readonly preset: string; readonly sequence?: number; readonly context?: number }
  | { readonly custom: Stack };

/** A ready-made machine by id, one of the person's own, or the machine that the selected run measured. */
export type MachineSource =
  | { readonly preset: string }
  | { readonly custom: Machine }
  | { readonly run: typeof THIS_GPU };

/** What undo, links and storage hold: plain JSON. Everything else on the page is derived from it and from the runs. */
export interface Document {
  readonly version: typeof DOCUMENT_VERSION;
  readonly stack: StackSource;
  readonly machine: MachineSource;
  readonly settings: AnalysisSettings;
  /** By view id; only what differs from the view's defaults. */
  readonly views: Readonly<Record<string, StoredView>>;
}
export const DOCUMENT_VERSION = 1;

/** What the page opens with, and what a damaged field falls back to. Links leave these values out: they are frozen. */
export const DEFAULT_DOCUMENT: Document = {
  version: DOCUMENT_VERSION,
  stack: { preset: 'resnet50' },
  machine: { preset: 'h100-sxm' },
  settings: { batch: 1, format: 'f32', overlap: 'double-buffered', residency: 'cold' },
  views: {},
};

/** Settings of a view in a document, complete. */
export const settingsOf = <T extends JsonObject>(document: Document, view: View<T>): T =>
  viewSettings(view, document.views[view.id]);

/** The document with some settings of a view changed. */
export function withView<T extends JsonObject>(document: Document, view: View<T>, change: Partial<T>): Document {
  const stored = storedView(view, { ...settingsOf(document, view), ...change });
  const { [view.id]: _, ...others } = document.views;
  return { ...document, views: stored ? { ...others, [view.id]: stored } : others };
}
