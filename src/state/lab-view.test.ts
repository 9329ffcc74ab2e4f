import { describe, expect, it } from 'vitest';
import type { Fault } from '#measure/record/fault.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { runFromSummary, summarise } from '#measure/record/summary.ts';
import { DEFAULT_DOCUMENT, settingsOf, withView } from './document.ts';
import { selectBoundaries, selectPage, selectPinned } from './lab-selectors.ts';
import { decodeLink, encodeLink } from './permalink.ts';
import * as published from './published-links.fixture.ts';
import { NO_RUNS, phaseAfter, withRun } from './runs.ts';
import { createDocumentStore } from './store.ts';
import { labView } from './views/lab.ts';
import { LAB_PAGE, pageView, ROOFLINE_PAGE } from './views/page.ts';

const BOUNDARIES = [49_152, 2_097_152];

describe('the view of the page', () => {
  it('is no step in the history, and takes nothing from what can be redone', () => {
    const { actions, getState, temporal } = createDocumentStore();
    actions.setSettings({ batch: 4 });
    actions.undo();
    actions.showPage(LAB_PAGE);
    expect(selectPage(getState())).toBe(LAB_PAGE);
    expect(temporal.getState().pastStates).toHaveLength(0);
    actions.redo();
    expect(getState().document.settings.batch).toBe(4);
  });

  it('stays where a person is when what they made is undone', () => {
    const { actions, getState } = createDocumentStore();
    actions.setSettings({ batch: 4 });
    actions.showPage(LAB_PAGE);
    actions.undo();
    expect(getState().document.settings.batch).toBe(1);
    expect(selectPage(getState())).toBe(LAB_PAGE);
    actions.showPage(ROOFLINE_PAGE);
    expect(getState().document).toEqual(DEFAULT_DOCUMENT);
    actions.redo();
    expect(getState().document.settings.batch).toBe(4);
    expect(selectPage(getState())).toBe(ROOFLINE_PAGE);
  });

  it('goes along in a link', () => {
    const document = withView(DEFAULT_DOCUMENT, pageView, { view: LAB_PAGE });
    expect(decodeLink(encodeLink(document))).toEqual({ document, run: null, notes: [] });
  });
});

describe('boundaries moved by hand', () => {
  const run = sampleRun();
  const moved = { boundaries: BOUNDARIES, boundariesOf: run.startedAt };

  it('hold for the run that they were moved on, and for it alone', () => {
    const { actions, getState } = createDocumentStore(withRun(NO_RUNS, run, 'live'));
    actions.setView(labView, moved);
    expect(selectBoundaries(getState())).toEqual(BOUNDARIES);
    actions.addRun(sampleRun({ id: 'other', startedAt: '2026-11-20T08:00:00.000Z' }), 'imported');
    expect(selectBoundaries(getState())).toEqual([]);
    actions.selectRun(run.id);
    expect(selectBoundaries(getState())).toEqual(BOUNDARIES);
  });

  it('reach the reader of a link with the run', () => {
    const link = encodeLink(withView(DEFAULT_DOCUMENT, labView, moved), summarise(run));
    const { document, run: summary, notes } = decodeLink(link);
    if (!summary) throw new Error('no run in the link');
    const { getState } = createDocumentStore({ document, ...withRun(NO_RUNS, runFromSummary(summary), 'link') });
    expect(notes).toEqual([]);
    expect(selectBoundaries(getState())).toEqual(BOUNDARIES);
  });

  it('are mended where a link holds what they cannot be', () => {
    for (const boundaries of [[2, 1], [0], ['x'], Array.from({ length: 9 }, (_, index) => index + 1)]) {
      const document = { ...DEFAULT_DOCUMENT, views: { lab: { depth: 'thorough', boundaries } } };
      const { document: read, notes } = decodeLink(encodeLink(document));
      expect(settingsOf(read, labView)).toEqual({ ...labView.defaults, depth: 'thorough' });
      expect(notes).toEqual([expect.stringContaining('lab.boundaries')]);
    }
  });
});

it('links without the lab are as they were, to the letter', () => {
  for (const link of Object.values(published)) {
    const { document, run } = decodeLink(link);
    const there = withView(document, pageView, { view: LAB_PAGE });
    const back = withView(there, pageView, { view: ROOFLINE_PAGE });
    expect(encodeLink(back, run)).toBe(link);
    expect(encodeLink(there, run)).not.toBe(encodeLink(document, run));
  }
});

it('a pinned run stands beside the one in view, and never beside itself', () => {
  const { actions, getState } = createDocumentStore(withRun(NO_RUNS, sampleRun(), 'live'));
  actions.setView(labView, { pinned: 'run-sample' });
  expect(selectPinned(getState())).toBeNull();
  actions.addRun(sampleRun({ id: 'other' }), 'imported');
  expect(selectPinned(getState())?.run.id).toBe('run-sample');
  actions.removeRun('run-sample');
  expect(selectPinned(getState())).toBeNull();
});

it('a replay keeps a run in its place and with its origin', () => {
  const { actions, getState } = createDocumentStore(withRun(NO_RUNS, sampleRun(), 'saved'));
  actions.addRun(sampleRun({ id: 'other' }), 'recorded');
  actions.startMeasuring();
  actions.putRun({ ...sampleRun(), measurements: [] });
  expect(getState().runs.map(({ run, origin }) => [run.id, origin])).toEqual([
    ['other', 'recorded'],
    ['run-sample', 'saved'],
  ]);
  expect(getState().selectedRun).toBe('run-sample');
  actions.putRun(sampleRun({ id: 'removed meanwhile' }));
  actions.finishReplay();
  expect(getState()).toMatchObject({ phase: 'done', progress: null, faults: [] });
  expect(getState().runs).toHaveLength(2);
});

it('a kernel that the adapter cannot run alarms nobody; an attempt that measured nothing does', () => {
  const skipped: Fault = { kind: 'unsupported', message: 'No shader-f16.', kernel: 'compute/fma-f16' };
  expect(phaseAfter([skipped], 3)).toBe('done');
  expect(phaseAfter([skipped], 0)).toBe('fault');
  expect(phaseAfter([{ kind: 'unsupported', message: 'It could not start.' }], 3)).toBe('fault');
});
