import { describe, expect, it } from 'vitest';
import { LONGEST_SOURCE } from '#measure/record/edited.ts';
import { createEditDrafts } from './edit-drafts.ts';
import { safeStorage } from './storage.ts';

const KERNEL = 'matmul/naive';
const draft = { source: '// mine', constants: { TILE: 8 }, workgroups: [1, 2, 3] as const };

function storage(content: Record<string, string> = {}) {
  const held = new Map(Object.entries(content));
  const open = () => ({
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  });
  return safeStorage(open as () => Storage);
}

describe('drafts of the editor', () => {
  it('are there after a reload, by kernel, and gone once they are given up', () => {
    const place = storage();
    const drafts = createEditDrafts(place);
    expect(drafts.get(KERNEL)).toBeNull();
    drafts.set(KERNEL, draft);
    const reloaded = createEditDrafts(place);
    expect(reloaded.get(KERNEL)).toEqual(draft);
    expect(reloaded.get('matmul/strided')).toBeNull();
    reloaded.set(KERNEL, null);
    expect(createEditDrafts(place).get(KERNEL)).toBeNull();
  });

  it('are kept in the window where there is no storage', () => {
    const drafts = createEditDrafts(
      safeStorage(() => {
        throw new Error('refused');
      }),
    );
    drafts.set(KERNEL, draft);
    expect(drafts.get(KERNEL)).toEqual(draft);
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"source":1,"constants":{}}'],
    ['constants that are no numbers', '{"source":"","constants":{"A":"1"}}'],
    ['a source that is too long', JSON.stringify({ ...draft, source: 'x'.repeat(LONGEST_SOURCE + 1) })],
    ['workgroups that nobody dispatches', JSON.stringify({ ...draft, workgroups: [0, 1, 1] })],
  ])('pass over %s in the storage', (_, stored) => {
    expect(createEditDrafts(storage({ [`ridgepoint.edit.${KERNEL}`]: stored })).get(KERNEL)).toBeNull();
  });
});
