import * as v from 'valibot';
import { type Edit, editSchema } from '#measure/record/edited.ts';
import type { SafeStorage } from './storage.ts';

/** What a person has typed, by kernel: in this window, and in the browser's storage where that is allowed. */
export interface EditDrafts {
  /** Null where the kernel is as it was. */
  readonly get: (kernel: string) => Edit | null;
  readonly set: (kernel: string, draft: Edit | null) => void;
}

const keyOf = (kernel: string) => `ridgepoint.edit.${kernel}`;

function parse(stored: string | null): Edit | null {
  if (stored === null || stored === '') return null;
  try {
    const parsed = v.safeParse(editSchema, JSON.parse(stored));
    return parsed.success ? (parsed.output as Edit) : null;
  } catch {
    return null;
  }
}

/** What the storage holds is parsed like a file: another page of the same host may have written it. */
export function createEditDrafts(storage: SafeStorage): EditDrafts {
  const held = new Map<string, Edit | null>();
  return {
    get: (kernel) => {
      const here = held.get(kernel);
      if (here !== undefined) return here;
      const stored = parse(storage.get(keyOf(kernel)));
      held.set(kernel, stored);
      return stored;
    },
    set: (kernel, draft) => {
      held.set(kernel, draft);
      storage.set(keyOf(kernel), draft === null ? '' : JSON.stringify(draft));
    },
  };
}
