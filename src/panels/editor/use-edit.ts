import { useState } from 'react';
import { kernelById, kernels } from '#measure/kernels/catalogue.ts';
import { isEdited, unedited } from '#measure/kernels/edited.ts';
import type { Kernel, Problem } from '#measure/kernels/kernel.ts';
import { defaultProblem } from '#measure/kernels/problem.ts';
import type { Edit } from '#measure/record/edited.ts';
import { settingsOf } from '#state/document.ts';
import { createEditDrafts } from '#state/edit-drafts.ts';
import { selectDocument } from '#state/selectors.ts';
import { safeStorage } from '#state/storage.ts';
import { editorView } from '#state/views/editor.ts';
import { useActions, useDocument } from '../playground.ts';

const drafts = createEditDrafts(safeStorage(() => localStorage));

/** The kernel in the editor, the problem it is to run, and the person's version of it. */
export interface Editing {
  readonly kernel: Kernel;
  readonly problem: Problem;
  readonly edit: Edit;
  readonly changed: boolean;
  readonly change: (change: Partial<Edit>) => void;
  /** In place of all that is there. */
  readonly replace: (edit: Edit) => void;
  readonly choose: (kernel: string) => void;
  readonly resize: (key: string, size: number) => void;
}

const firstKernel = (): Kernel => {
  const [first] = kernels;
  if (first === undefined) throw new Error('the catalogue is empty');
  return first;
};

/** Sizes of the document that are the kernel's, over its own. */
const problemOf = (kernel: Kernel, sizes: Problem): Problem =>
  Object.fromEntries(Object.entries(defaultProblem(kernel)).map(([key, size]) => [key, sizes[key] ?? size]));

export function useEditing(): Editing {
  const actions = useActions();
  const view = settingsOf(useDocument(selectDocument), editorView);
  const kernel = kernelById(view.kernel) ?? firstKernel();
  const [, setVersion] = useState(0);
  const edit = drafts.get(kernel.id) ?? unedited(kernel);
  const replace = (next: Edit) => {
    drafts.set(kernel.id, isEdited(kernel, next) ? next : null);
    setVersion((version) => version + 1);
  };
  const problem = problemOf(kernel, view.problem);
  return {
    kernel,
    problem,
    edit,
    changed: isEdited(kernel, edit),
    change: (change) => replace({ ...edit, ...change }),
    replace,
    choose: (id) => actions.setView(editorView, { kernel: id }),
    resize: (key, size) => actions.setView(editorView, { problem: { ...problem, [key]: size } }),
  };
}
