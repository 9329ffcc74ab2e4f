import { useState } from 'react';
import { kernelById, kernels } from '#measure/kernels/catalogue.ts';
import { isEdited, unedited } from '#measure/kernels/edited.ts';
import type { Kernel, Problem } from '#measure/kernels/kernel.ts';
import { defaultProblem } from '#measure/kernels/problem.ts';
import { type Edit, editedHash } from '#measure/record/edited.ts';
import { settingsOf } from '#state/document.ts';
import { selectDocument } from '#state/selectors.ts';
import { type CarriedEdit, editorView } from '#state/views/editor.ts';
import { useActions, useDocument, usePlayground } from '../playground.ts';

/** The kernel in the editor, the problem it is to run, and the person's version of it. */
export interface Editing {
  readonly kernel: Kernel;
  readonly problem: Problem;
  readonly edit: Edit;
  readonly changed: boolean;
  readonly change: (change: Partial<Edit>) => void;
  /** In place of all that is there. */
  readonly replace: (edit: Edit) => void;
  /** A version of any kernel, which then is the one in the editor. */
  readonly take: (kernel: string, edit: Edit) => void;
  /** Whether the person has a version of a kernel. */
  readonly isDrafted: (kernel: string) => boolean;
  /** Whether a version is the one that the person has. */
  readonly isMine: (version: CarriedEdit) => boolean;
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
  const { drafts } = usePlayground();
  const view = settingsOf(useDocument(selectDocument), editorView);
  const kernel = kernelById(view.kernel) ?? firstKernel();
  const [, setVersion] = useState(0);
  const edit = drafts.get(kernel.id) ?? unedited(kernel);
  const put = (of: Kernel, next: Edit) => {
    // Lines end as the editor ends them, or every line would count as changed.
    const version = { ...next, source: next.source.replace(/\r\n?/g, '\n') };
    drafts.set(of.id, isEdited(of, version) ? version : null);
    setVersion((count) => count + 1);
  };
  const replace = (next: Edit) => put(kernel, next);
  const choose = (id: string) => actions.setView(editorView, { kernel: id });
  const problem = problemOf(kernel, view.problem);
  return {
    kernel,
    problem,
    edit,
    changed: isEdited(kernel, edit),
    // From the draft as it is now: two changes may come between two renders.
    change: (change) => replace({ ...(drafts.get(kernel.id) ?? unedited(kernel)), ...change }),
    replace,
    take: (id, next) => {
      const of = kernelById(id);
      if (!of) return;
      put(of, next);
      choose(id);
    },
    isDrafted: (id) => drafts.get(id) !== null,
    isMine: ({ kernel: id, ...version }) => {
      const mine = drafts.get(id);
      return mine !== null && editedHash(mine) === editedHash(version);
    },
    choose,
    resize: (key, size) => actions.setView(editorView, { problem: { ...problem, [key]: size } }),
  };
}
