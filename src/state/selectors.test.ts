import { describe, expect, it } from 'vitest';
import { THIS_GPU } from '#measure/record/calibration.ts';
import { sampleChase, sampleDiscovery, sampleRun } from '#measure/record/sample-run.ts';
import { runFromSummary } from '#measure/record/summary.ts';
import { sampleSummary } from './sample-documents.fixture.ts';
import {
  selectAnalysis,
  selectBoundary,
  selectFaults,
  selectGhosts,
  selectLayerPoints,
  selectMachine,
  selectMeasuredPoints,
  selectRoofFormat,
  selectRoofline,
  selectRunMachine,
  selectSettings,
} from './selectors.ts';
import { createDocumentStore } from './store.ts';
import { labView } from './views/lab.ts';
import { rooflineView } from './views/roofline.ts';

const run = runFromSummary(sampleSummary());
/** A run with tiers and the curve that they were read from. */
const discovered = () =>
  sampleRun({
    id: 'discovered',
    machine: sampleDiscovery(),
    measurements: [...sampleRun().measurements, ...sampleChase()],
  });
const DERIVED = [selectAnalysis, selectRoofline, selectLayerPoints, selectMeasuredPoints, selectGhosts, selectFaults];

describe('selectors', () => {
  it('derive the analysis and its points from the document', () => {
    const { getState, actions } = createDocumentStore();
    const analysis = selectAnalysis(getState());
    expect(analysis.ok && analysis.value.totals.parameters).toBe(25_557_032);
    const points = selectLayerPoints(getState());
    expect(points.length).toBeGreaterThan(50);
    actions.setView(rooflineView, { boundary: 'hbm' });
    expect(new Set(selectLayerPoints(getState()).map(({ boundary }) => boundary))).toEqual(new Set(['hbm']));
  });

  it('keep their identity while what they derive from does', () => {
    const { getState, actions } = createDocumentStore();
    actions.addRun(run, 'link');
    const before = DERIVED.map((select) => select(getState()));
    actions.setView(rooflineView, { sizeBy: 'none' });
    actions.startMeasuring();
    expect(DERIVED.map((select, index) => select(getState()) === before[index])).toEqual(DERIVED.map(() => true));
    actions.setSettings({ batch: 2 });
    expect(selectLayerPoints(getState())).not.toBe(before[2]);
    expect(selectMeasuredPoints(getState())).toBe(before[3]);
  });

  it('say what is wrong and go on with what is right', () => {
    const { getState, actions } = createDocumentStore();
    actions.editStack((stack) => ({ ...stack, layers: stack.layers.slice(4) }));
    expect(selectAnalysis(getState()).ok).toBe(false);
    expect(selectLayerPoints(getState())).toEqual([]);
    expect(selectRoofline(getState()).bandwidths.length).toBeGreaterThan(0);
    expect(selectFaults(getState())).toEqual([expect.stringContaining('layer1.0.conv1')]);
  });

  it('name this GPU once it is measured, and say so before', () => {
    const { getState, actions } = createDocumentStore();
    actions.setMachineThisGpu();
    expect(selectMachine(getState()).id).toBe('h100-sxm');
    expect(selectFaults(getState())).toEqual([expect.stringContaining('not measured yet')]);
    actions.putLiveRun(run);
    expect(selectMachine(getState()).id).toBe(THIS_GPU);
    expect(selectFaults(getState())).toEqual([]);
    expect(selectGhosts(getState())).toBeNull();
  });

  it('draw the measured machine as ghosts over another one, with the twins of its own', () => {
    const { getState, actions } = createDocumentStore();
    actions.putLiveRun(run);
    expect(selectGhosts(getState())?.bandwidths.map(({ tier }) => tier)).toEqual(['cache', 'memory']);
    const own = selectMeasuredPoints(getState());
    expect(own.length).toBeGreaterThanOrEqual(6);
    actions.setMachineThisGpu();
    expect(selectMeasuredPoints(getState())).toBe(own);
  });

  it('put the tiers where a person put them, on the run they were moved on and on no other', () => {
    const { getState, actions } = createDocumentStore();
    actions.putLiveRun(discovered());
    const ends = () => selectRunMachine(getState())?.tiers.map(({ capacity }) => capacity?.value ?? null);
    expect(ends()).toEqual([32_768, 4_194_304, null]);
    const machine = selectRunMachine(getState());
    actions.setView(labView, { boundaries: [2 ** 20], boundariesOf: discovered().startedAt });
    expect(ends()).toEqual([2 ** 20, null]);
    const moved = selectRunMachine(getState());
    expect(moved?.tiers[0]?.capacity?.provenance).toBe('derived');
    actions.setSettings({ batch: 4 });
    actions.setView(labView, { depth: 'thorough' });
    expect(selectRunMachine(getState())).toBe(moved);
    actions.setView(labView, { boundariesOf: 'another' });
    expect(selectRunMachine(getState())).toEqual(machine);
  });

  it('call measured only what this page measured', () => {
    const { getState, actions } = createDocumentStore();
    const provenances = () => new Set(selectMeasuredPoints(getState()).map(({ provenance }) => provenance));
    actions.putLiveRun(run);
    expect(provenances()).toEqual(new Set(['measured']));
    actions.addRun({ ...run, id: 'shared' }, 'link');
    expect(provenances()).toEqual(new Set(['recorded']));
    actions.setMachineThisGpu();
    expect(selectRoofline(getState()).bandwidths[0]?.bandwidth.provenance).toBe('recorded');
  });

  it('take the compute roof of the format that the unit really computes in', () => {
    const { getState, actions } = createDocumentStore();
    actions.setSettings({ format: 'f16' });
    expect(selectRoofFormat(getState())).toBe('f16');
    // Its only peak is f32.
    actions.setMachinePreset('opteron-x2');
    expect(selectRoofFormat(getState())).toBe('f32');
    actions.setSettings({ format: 'int4' });
    expect(selectRoofline(getState()).computes.map(({ format }) => format)).toContain(selectRoofFormat(getState()));
  });

  it('read a unit or boundary that the machine does not have as its own', () => {
    const { getState, actions } = createDocumentStore();
    actions.setUnit('pim');
    actions.setView(rooflineView, { boundary: 'scratchpad' });
    expect(selectSettings(getState())).not.toHaveProperty('unit');
    expect(selectBoundary(getState())).toBe('all');
    expect(selectAnalysis(getState()).ok).toBe(true);
  });
});
