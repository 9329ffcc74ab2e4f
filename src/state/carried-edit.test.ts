import { describe, expect, it } from 'vitest';
import { editedHash, LONGEST_SOURCE } from '#measure/record/edited.ts';
import { sampleMeasurement } from '#measure/record/sample-run.ts';
import { carriedNotes, withCarried } from './carried-edit.ts';
import { DEFAULT_DOCUMENT, settingsOf } from './document.ts';
import { LONGEST_HASH } from './link/frame.ts';
import { parseDocument } from './parse-document.ts';
import { decodeLink, encodeLink } from './permalink.ts';
import { createDocumentStore } from './store.ts';
import { editorView } from './views/editor.ts';
import { EDITOR_PAGE, pageView } from './views/page.ts';

const carried = {
  kernel: 'matmul/naive',
  source: '// <b>mine</b>\n@compute @workgroup_size(1) fn main() {}\n',
  constants: { TILE: 8, SCALE: -1.5 },
  workgroups: [1, 2, 3] as const,
};

describe('a link that carries a version of a kernel', () => {
  it('brings it whole, says so, and carries it no further', () => {
    const document = withCarried(DEFAULT_DOCUMENT, carried);
    const read = decodeLink(encodeLink(document));
    expect(settingsOf(read.document, editorView).carried).toEqual([carried]);
    expect(carriedNotes(read.document)).toEqual([
      expect.stringContaining('carries edited WGSL for matmul/naive') as unknown as string,
    ]);
    expect(withCarried(read.document, null)).toEqual(DEFAULT_DOCUMENT);
    expect(carriedNotes(DEFAULT_DOCUMENT)).toEqual([]);
  });

  it('holds a source as long as the page compiles, unless it compresses to more than a link may be', () => {
    const long = { ...carried, source: carried.source.repeat(1100).slice(0, LONGEST_SOURCE) };
    const hash = encodeLink(withCarried(DEFAULT_DOCUMENT, long));
    expect(hash.length).toBeLessThan(LONGEST_HASH);
    expect(settingsOf(decodeLink(hash).document, editorView).carried).toEqual([long]);
  });

  it.each([
    ['a source that is too long', { ...carried, source: 'x'.repeat(LONGEST_SOURCE + 1) }],
    ['constants that are no numbers', { ...carried, constants: { A: 'B' } }],
    [
      'more constants than any kernel has',
      { ...carried, constants: Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`A${at}`, 1])) },
    ],
    ['markup for a kernel', { ...carried, kernel: '<img src=x>' }],
    ['two of them', [carried, carried]],
  ])('is read without it where it brings %s', (_, bad) => {
    const views = { editor: { carried: Array.isArray(bad) ? bad : [bad] } };
    const { document, ignored } = parseDocument({ version: 1, views });
    expect(settingsOf(document, editorView).carried).toEqual([]);
    expect(ignored).toEqual(['editor.carried']);
  });
});

describe('openEditor', () => {
  it('opens the kernel of a measurement on its problem; somebody’s version is carried, to be shown first', () => {
    const store = createDocumentStore();
    const { kernel: _, ...version } = carried;
    const edited = { ...version, hash: editedHash(version) };
    const one = sampleMeasurement({ role: 'edited', edited });
    store.actions.openEditor(one);
    const { document } = store.getState();
    expect(settingsOf(document, pageView).view).toBe(EDITOR_PAGE);
    expect(settingsOf(document, editorView)).toEqual({
      kernel: 'matmul/naive',
      problem: one.problem,
      carried: [carried],
    });
    store.actions.openEditor(sampleMeasurement());
    expect(settingsOf(store.getState().document, editorView).carried).toEqual([]);
  });
});
