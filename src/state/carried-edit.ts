import type { Edit } from '#measure/record/edited.ts';
import { type Document, settingsOf, withView } from './document.ts';
import { type CarriedEdit, editorView } from './views/editor.ts';

/** A version of a kernel, to be shown before it is taken. */
export const carriedFrom = (kernel: string, { source, constants, workgroups }: Edit): CarriedEdit => ({
  kernel,
  source,
  constants,
  ...(workgroups && { workgroups }),
});

/** The document with a version of a kernel to carry along in its link; with null it carries none. */
export const withCarried = (document: Document, carried: CarriedEdit | null): Document =>
  withView(document, editorView, { carried: carried === null ? [] : [carried] });

/** What the page says of a document that carries a version of a kernel; nothing where it carries none. */
export function carriedNotes(document: Document): readonly string[] {
  return settingsOf(document, editorView).carried.map(
    ({ kernel }) =>
      `This link carries edited WGSL for ${kernel}, written by whoever made the link. It has not been compiled or run: the Editor shows it.`,
  );
}
