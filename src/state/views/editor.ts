import * as v from 'valibot';
import { type Edit, editSchema } from '#measure/record/edited.ts';
import type { View } from './view.ts';

/** Somebody's version of a kernel that came from outside: in a link, or with a run. */
export type CarriedEdit = Edit & { readonly kernel: string };

export type EditorView = {
  /** Kernel in the editor, by id; one that the catalogue does not have reads as the first. */
  readonly kernel: string;
  /** Sizes that a person chose for it; the kernel's own where left out. */
  readonly problem: Readonly<Record<string, number>>;
  /** One at most. Neither compiled nor run until a person has seen it and taken it. */
  readonly carried: readonly CarriedEdit[];
};

const kernel = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/));
const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40));

export const editorView: View<EditorView> = {
  id: 'editor',
  fields: {
    kernel,
    problem: v.pipe(
      v.record(v.pipe(v.string(), v.maxLength(40)), size),
      v.check((sizes) => Object.keys(sizes).length <= 32, 'expected at most 32 sizes'),
    ),
    carried: v.pipe(v.array(v.object({ ...editSchema.entries, kernel })), v.maxLength(1)),
  },
  defaults: { kernel: 'matmul/tiled-16', problem: {}, carried: [] },
};
