import { describe, expect, it } from 'vitest';
import { measuredPoints } from '#measure/record/measured-points.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { sampleStackRun } from '#measure/record/stack/sample-stack-run.fixture.ts';
import { selectLayerPoints, selectRunMachine } from './selectors.ts';
import { selectMeasuredLayers, selectOtherFusion, selectStackEntry, selectStackReport } from './stack-selectors.ts';
import { createDocumentStore } from './store.ts';
import { rooflineView } from './views/roofline.ts';

/** LeNet-5 in view, and a run of it. */
function withRun(run = sampleStackRun()) {
  const store = createDocumentStore();
  store.actions.setStackPreset('lenet5');
  store.actions.addRun(run, 'imported');
  return store;
}

describe('a run of a stack', () => {
  it('joins each measured layer to its modelled dot on the machine that was measured', () => {
    const { getState, actions } = withRun();
    actions.setMachineThisGpu();
    const measured = selectMeasuredLayers(getState());
    const modelled = new Map(selectLayerPoints(getState()).map((point) => [point.id, point]));
    expect(new Set(measured.map(({ subject }) => subject))).toEqual(
      new Set(['conv1', 'pool1', 'conv2', 'pool2', 'fc1', 'fc2', 'fc3']),
    );
    for (const point of measured) {
      const twin = modelled.get(`${point.subject}@${point.boundary}`);
      expect(point.intensity).toBe(twin?.intensity);
      expect(point.twin?.performance).toBe(twin?.performance);
      expect(point.twin?.error).toBeCloseTo(point.performance / (twin?.performance ?? 0) - 1, 12);
      expect(point.provenance).toBe('recorded');
      expect(point.interval?.[0]).toBeLessThan(point.performance);
      expect(point.interval?.[1]).toBeGreaterThan(point.performance);
      expect(modelled.has(point.id)).toBe(false);
    }
    // conv1 took 1 ms with the activation that is fused with it: its own share is by the model's times.
    const conv1 = measured.find(({ subject }) => subject === 'conv1');
    expect(conv1?.time).toBeLessThan(1e-3);
    expect(conv1?.explanation).toContain('conv1 with tanh1 in the same kernels');
  });

  it('makes no dots of its own kernels', () => {
    const { getState } = withRun();
    const run = sampleStackRun();
    const machine = selectRunMachine(getState());
    expect(machine).not.toBeNull();
    if (machine) expect(measuredPoints(run, machine).some(({ label }) => /conv|linear|pool/.test(label))).toBe(false);
  });

  it('keeps the identity of what is derived while nothing changes that matters', () => {
    const { getState, actions } = withRun();
    const before = [selectMeasuredLayers(getState()), selectStackReport(getState())];
    actions.setView(rooflineView, { sizeBy: 'none' });
    expect([selectMeasuredLayers(getState()), selectStackReport(getState())]).toEqual(before);
    expect(selectMeasuredLayers(getState())).toBe(before[0]);
    expect(selectStackReport(getState())).toBe(before[1]);
    actions.setSettings({ overlap: 'none' });
    expect(selectMeasuredLayers(getState())).not.toBe(before[0]);
  });

  it('of another batch is compared at its own; the document’s is another question', () => {
    const { getState, actions } = withRun();
    actions.setSettings({ batch: 64 });
    expect(selectStackReport(getState())).toMatchObject({ ok: true });
  });

  it('of another stack has no dots', () => {
    const { getState, actions } = withRun();
    actions.setStackPreset('mlp');
    expect(selectMeasuredLayers(getState())).toEqual([]);
    expect(selectStackReport(getState())).toMatchObject({ ok: false });
  });

  it('is found behind a run that is none, without dots on its roofline', () => {
    const { getState, actions } = withRun();
    actions.addRun(sampleRun({ id: 'other' }), 'imported');
    expect(selectStackEntry(getState())?.run.id).toBe('run-fused');
    expect(selectMeasuredLayers(getState())).toEqual([]);
    actions.removeRun('run-fused');
    expect(selectStackEntry(getState())).toBeNull();
    expect(selectStackReport(getState())).toBeNull();
  });

  it('finds the same stack in the other fusion on the same device, at the same batch, with the same layers', () => {
    const { getState, actions } = withRun();
    expect(selectOtherFusion(getState())).toBeNull();
    const unfused = sampleStackRun({ fused: false });
    actions.addRun({ ...unfused, id: 'batch', stack: { ...unfused.stack, batch: 2 } }, 'imported', { select: false });
    expect(selectOtherFusion(getState())).toBeNull();
    const [first, ...others] = unfused.stack.steps;
    const steps = first ? [{ ...first, flop: 2 * first.flop }, ...others] : others;
    actions.addRun({ ...unfused, id: 'edited', stack: { ...unfused.stack, steps } }, 'imported', { select: false });
    expect(selectOtherFusion(getState())).toBeNull();
    actions.addRun(unfused, 'imported', { select: false });
    expect(selectOtherFusion(getState())?.run.id).toBe('run-unfused');
  });
});
