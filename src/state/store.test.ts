import { describe, expect, it } from 'vitest';
import { bytesPerSecond } from '#core/units.ts';
import type { Fault } from '#measure/record/fault.ts';
import { runFromSummary } from '#measure/record/summary.ts';
import { setBandwidth } from '#model/machine/edit.ts';
import { DEFAULT_DOCUMENT, settingsOf } from './document.ts';
import { sampleSummary } from './sample-documents.fixture.ts';
import { selectDocument, selectMachine, selectStack } from './selectors.ts';
import { createDocumentStore, HISTORY_LIMIT } from './store.ts';
import { rooflineView } from './views/roofline.ts';

const steps = (store: ReturnType<typeof createDocumentStore>) => store.temporal.getState().pastStates.length;
const run = runFromSummary(sampleSummary());

describe('document store', () => {
  it('undoes and redoes every kind of edit', () => {
    const store = createDocumentStore();
    const { actions } = store;
    const edits = [
      () => actions.setStackPreset('gpt2', { sequence: 128 }),
      () => actions.editStack((stack) => ({ ...stack, name: 'My GPT-2' })),
      () => actions.setMachinePreset('rtx-4090'),
      () => actions.editMachine((machine) => ({ ...machine, name: 'My GPU' })),
      () => actions.setMachineThisGpu(),
      () => actions.setSettings({ batch: 16, format: 'f16' }),
      () => actions.setUnit('gpu'),
      () => actions.setView(rooflineView, { boundary: 'hbm' }),
      () => actions.resetDocument(),
    ];
    const documents = [store.getState().document];
    for (const edit of edits) {
      edit();
      documents.push(store.getState().document);
    }
    expect(steps(store)).toBe(edits.length);
    for (const document of documents.slice(0, -1).reverse()) {
      actions.undo();
      expect(store.getState().document).toEqual(document);
    }
    actions.undo();
    expect(store.getState().document).toEqual(DEFAULT_DOCUMENT);
    for (const document of documents.slice(1)) {
      actions.redo();
      expect(store.getState().document).toEqual(document);
    }
  });

  it('adds no step for an edit that changes nothing', () => {
    const store = createDocumentStore();
    const { actions } = store;
    const before = store.getState().document;
    actions.setStackPreset('resnet50');
    actions.editStack((stack) => ({ ...stack }));
    actions.editMachine((machine) => ({ ...machine, tiers: machine.tiers.map((tier) => ({ ...tier })) }));
    actions.setSettings({ batch: 1 });
    actions.setUnit(null);
    actions.setView(rooflineView, { showBand: true });
    expect(store.getState().document).toBe(before);
    expect(steps(store)).toBe(0);
  });

  it('makes one step of a whole drag, and none of one that is cancelled or ends where it began', () => {
    const store = createDocumentStore();
    const { actions } = store;
    const drag = (value: number) =>
      actions.previewMachine((machine) => setBandwidth(machine, 'hbm', bytesPerSecond(value)));
    const shown = () => selectMachine(store.getState()).tiers.find(({ id }) => id === 'hbm')?.readBandwidth?.value;
    for (let value = 1e12; value <= 3e12; value += 1e11) {
      drag(value);
      expect(shown()).toBe(value);
    }
    expect(steps(store)).toBe(0);
    actions.commitDraft();
    expect(steps(store)).toBe(1);
    expect(shown()).toBeCloseTo(3e12, -9);
    expect(store.getState().draft).toBeNull();

    drag(5e12);
    actions.cancelDraft();
    expect(shown()).toBeCloseTo(3e12, -9);
    actions.preview((document) => ({ ...document }));
    actions.commitDraft();
    expect(steps(store)).toBe(1);

    drag(7e12);
    actions.undo();
    expect(shown()).toBe(3.35e12);
    expect(selectDocument(store.getState())).toEqual(DEFAULT_DOCUMENT);
  });

  it('keeps the last 200 steps', () => {
    const store = createDocumentStore();
    for (let batch = 2; batch < HISTORY_LIMIT + 50; batch++) store.actions.setSettings({ batch });
    expect(steps(store)).toBe(HISTORY_LIMIT);
  });

  it('starts the history anew with another document', () => {
    const store = createDocumentStore();
    store.actions.setSettings({ batch: 4 });
    store.actions.openDocument({ ...DEFAULT_DOCUMENT, machine: { preset: 'apple-m2' } }, ['A note.']);
    expect(steps(store)).toBe(0);
    expect(store.getState().notes).toEqual(['A note.']);
    store.actions.dismissNotes();
    expect(store.getState().notes).toEqual([]);
  });

  it('stores only what differs from a view’s defaults', () => {
    const store = createDocumentStore();
    store.actions.setView(rooflineView, { boundary: 'l2' });
    expect(store.getState().document.views).toEqual({ roofline: { boundary: 'l2' } });
    expect(settingsOf(store.getState().document, rooflineView)).toEqual({ ...rooflineView.defaults, boundary: 'l2' });
    store.actions.setView(rooflineView, { boundary: 'all' });
    expect(store.getState().document).toEqual(DEFAULT_DOCUMENT);
  });

  it('makes a ready-made stack the person’s own when it is edited', () => {
    const store = createDocumentStore();
    store.actions.editStack((stack) => ({ ...stack, layers: stack.layers.slice(0, 3) }));
    const stack = selectStack(store.getState());
    expect(stack.ok && stack.value.layers.length).toBe(3);
    expect(store.getState().document.stack).toHaveProperty('custom');
  });
});

describe('runs', () => {
  const fault = (kind: Fault['kind']): Fault => ({ kind, message: `It is ${kind}.` });

  it('are outside the history', () => {
    const store = createDocumentStore();
    store.actions.setSettings({ batch: 4 });
    store.actions.startMeasuring(10);
    store.actions.putLiveRun(run);
    store.actions.finishMeasuring(run);
    expect(steps(store)).toBe(1);
    store.actions.undo();
    expect(store.getState().document).toEqual(DEFAULT_DOCUMENT);
    expect(store.getState().runs).toEqual([{ run, origin: 'live' }]);
    expect(store.getState().phase).toBe('done');
  });

  it('show as they come, as one run', () => {
    const store = createDocumentStore();
    store.actions.startMeasuring(run.measurements.length);
    expect(store.getState()).toMatchObject({ phase: 'measuring', progress: { done: 0, total: 10 } });
    for (let count = 1; count <= run.measurements.length; count++)
      store.actions.putLiveRun({ ...run, measurements: run.measurements.slice(0, count) });
    expect(store.getState().runs.map((entry) => entry.run.measurements.length)).toEqual([10]);
    expect(store.getState().selectedRun).toBe(run.id);
  });

  it('keep what was measured before a fault', () => {
    const store = createDocumentStore();
    store.actions.startMeasuring();
    const partial = { ...run, measurements: run.measurements.slice(0, 3), faults: [fault('device-lost')] };
    store.actions.finishMeasuring(partial);
    expect(store.getState()).toMatchObject({ phase: 'fault', progress: null, faults: [fault('device-lost')] });
    expect(store.getState().runs[0]?.run.measurements.length).toBe(3);
  });

  it('are idle again, or done, after a Stop', () => {
    const store = createDocumentStore();
    store.actions.finishMeasuring({ ...run, measurements: [], faults: [fault('cancelled')] });
    expect(store.getState()).toMatchObject({ phase: 'idle', runs: [] });
    store.actions.finishMeasuring({ ...run, faults: [fault('cancelled')] });
    expect(store.getState().phase).toBe('done');
    store.actions.failMeasuring(fault('no-adapter'));
    expect(store.getState().phase).toBe('fault');
  });

  it('can be selected and removed', () => {
    const store = createDocumentStore();
    store.actions.addRun(run, 'recorded', { select: false });
    expect(store.getState().selectedRun).toBeNull();
    store.actions.addRun({ ...run, id: 'other' }, 'imported');
    expect(store.getState().selectedRun).toBe('other');
    store.actions.selectRun('no such run');
    expect(store.getState().selectedRun).toBe('other');
    store.actions.removeRun('other');
    expect(store.getState().selectedRun).toBe(run.id);
    store.actions.removeRun(run.id);
    expect(store.getState()).toMatchObject({ runs: [], selectedRun: null });
  });
});
