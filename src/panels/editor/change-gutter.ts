import { type Extension, RangeSet, StateField } from '@codemirror/state';
import { type EditorView, GutterMarker, gutter } from '@codemirror/view';
import { changedLines } from './changed-lines.ts';

/** A bar beside a line that is not the original's. */
class ChangedMarker extends GutterMarker {
  override elementClass = 'cm-changedLine';
}
const marker = new ChangedMarker();

/** Marks the lines that differ from the kernel as it ships; the head of the view says how many. */
export function changeGutter(original: string): Extension {
  const marks = (doc: { toString(): string; line(number: number): { readonly from: number } }) =>
    RangeSet.of(changedLines(original, doc.toString()).lines.map((line) => marker.range(doc.line(line).from)));
  const field = StateField.define({
    create: ({ doc }) => marks(doc),
    update: (before, { docChanged, newDoc }) => (docChanged ? marks(newDoc) : before),
  });
  return [field, gutter({ class: 'cm-changes', markers: (view: EditorView) => view.state.field(field) })];
}
