import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { err, ok } from '#core/result.ts';
import type { Fault } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleStackRun } from '#measure/record/stack/sample-stack-run.fixture.ts';
import { DEFAULT_DOCUMENT, type Document } from '#state/document.ts';
import { NO_RUNS, type RunOrigin, withRun } from '#state/runs.ts';
import { selectStackRunView } from '#state/stack-selectors.ts';
import { renderPanel } from '../playground.fixture.tsx';
import type { Services } from '../playground.ts';
import { StackRunView } from './stack-run-view.tsx';

const { download } = vi.hoisted(() => ({ download: vi.fn() }));
vi.mock('../controls/files.ts', async (original) => ({ ...(await original<object>()), download }));
beforeEach(() => download.mockClear());

const LENET: Document = { ...DEFAULT_DOCUMENT, stack: { preset: 'lenet5' } };
const noWebGpu: Fault = { kind: 'no-webgpu', message: 'This browser has no WebGPU. Turn it on in its settings.' };

function open(initial: Parameters<typeof renderPanel>[1] = {}, replaced: Partial<Services> = {}) {
  return renderPanel(<StackRunView present={false} />, { document: LENET, ...initial }, replaced);
}
/** These runs, the last one in view. */
const holding = (first: Run, second: Run) => {
  const { runs } = withRun(NO_RUNS, first, 'live');
  return { ...NO_RUNS, ...withRun({ ...NO_RUNS, runs }, second, 'live') };
};
const shown = (run: Run, origin: RunOrigin = 'live') => ({ ...NO_RUNS, ...withRun(NO_RUNS, run, origin) });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const rows = () => [...document.querySelectorAll('tr[data-layer]')];
const results = () => screen.getByRole('region', { name: 'Results' }).textContent ?? '';

describe('before a stack was run', () => {
  it('says what will be, how long it takes and what would be left out; the button runs it as the switch says', async () => {
    const forecastStack = vi.fn(async (_: unknown, fused: boolean) =>
      ok({
        seconds: fused ? 4 : 6,
        steps: fused ? 7 : 11,
        skipped: [{ layer: 'pool9', reason: 'No kernel runs it.' }],
      }),
    );
    const { services, store } = open({}, { forecastStack });
    expect(results()).toContain('This stack was not run yet');
    await screen.findByText(/Runs 7 kernels .*about 4\ss\./);
    expect(screen.getByText('1 layer will be left out')).toBeTruthy();
    fireEvent.click(button('Run this stack'));
    fireEvent.click(screen.getByRole('radio', { name: 'Unfused' }));
    expect(selectStackRunView(store.getState()).fused).toBe(false);
    await screen.findByText(/Runs 11 kernels .*about 6\ss\./);
    fireEvent.click(button('Run this stack'));
    expect(vi.mocked(services.runStack).mock.calls).toEqual([[{ fused: true }], [{ fused: false }]]);
  });

  it('without WebGPU says why and what there is instead, and runs nothing', () => {
    const { services } = open({}, { support: noWebGpu });
    expect(screen.getByText(/No GPU here\. This browser has no WebGPU.*Recorded runs/)).toBeTruthy();
    fireEvent.click(button('Run this stack'));
    expect(services.runStack).not.toHaveBeenCalled();
    expect(services.forecastStack).not.toHaveBeenCalled();
  });

  it('a stack with a fault cannot run, and the fault stands there', () => {
    const broken = { preset: 'nothing-of-the-kind' };
    const { services } = open({ document: { ...LENET, stack: broken } });
    expect(screen.getByText(/The stack has a fault, so it cannot run/)).toBeTruthy();
    fireEvent.click(button('Run this stack'));
    expect(services.runStack).not.toHaveBeenCalled();
  });

  it('a stack that the engine refuses says why', async () => {
    open({}, { forecastStack: vi.fn(async () => err('Written out, this stack has 20,000 layers.')) });
    expect((await screen.findByRole('alert')).textContent).toContain('20,000 layers');
    open({}, { forecastStack: vi.fn(() => Promise.reject(new Error('offline'))) });
    expect(await screen.findByText(/The engine did not load: you may be offline/)).toBeTruthy();
  });
});

describe('while it runs', () => {
  it('one button stops it, the progress names the layer, and layers appear as they come', () => {
    const { services, store } = open();
    const { stack } = sampleStackRun();
    act(() => {
      store.actions.startMeasuring();
      store.actions.setProgress({ done: 3, total: 12, label: 'conv2', secondsLeft: 7 });
    });
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toContain('3 of 12');
    expect(screen.getByText(/conv2/)).toBeTruthy();
    act(() =>
      store.actions.putLiveRun(sampleStackRun({ stack: { ...stack, steps: stack.steps.slice(0, 2), whole: null } })),
    );
    expect(rows()).toHaveLength(2);
    fireEvent.click(button('Stop'));
    expect(services.stop).toHaveBeenCalledOnce();
  });
});

it('of which only the ceilings are there yet shows no earlier run in its place', () => {
  const { store } = open(shown(sampleStackRun()));
  const { stack: _, ...ceilings } = sampleStackRun({ id: 'run-new' });
  act(() => {
    store.actions.startMeasuring();
    store.actions.putLiveRun(ceilings);
  });
  expect(rows()).toHaveLength(0);
  expect(results()).toContain('each layer appears here as it is done');
});

describe('a run', () => {
  it('stands beside the model: bars, times, error, total, whole, τ, coverage and calibration', () => {
    open(shown(sampleStackRun()));
    expect(rows().map((row) => row.getAttribute('data-layer'))).toEqual([
      'conv1',
      'pool1',
      'conv2',
      'pool2',
      'fc1',
      'fc2',
      'fc3',
    ]);
    const [first] = rows();
    expect(first?.textContent).toContain('conv1 with tanh1');
    expect(first?.textContent).toMatch(/1\sms/);
    expect(first?.textContent).toMatch(/900\sµs – 1\.1\sms/);
    expect(first?.textContent).toMatch(/−\d/);
    expect(first?.querySelectorAll('[data-provenance]')).toHaveLength(2);
    expect(results()).toMatch(/Layer by layer it takes 28\sms/);
    expect(results()).toMatch(/All layers in one go take 25\.2\sms/);
    expect(results()).toMatch(/mean absolute error\)\. Kendall’s τ is −?\d/);
    expect(results()).toContain('Every layer of the stack is covered');
    // Three shapes have a range, and no interval of 95 %.
    const calibration = screen.getByRole('region', { name: 'Calibration' }).textContent;
    expect(calibration).toMatch(/matmul \d.* over its 3 shapes, too few for an interval/);
    expect(calibration).not.toContain('95 %');
  });

  it('names layers that were not measured, with the reason, and says what is covered', () => {
    open(shown(sampleStackRun({ fused: false, skipped: [{ layer: 'fc1', reason: 'Too large here.' }] })));
    expect(screen.getByText('1 layer has no measurement')).toBeTruthy();
    expect(results()).toContain('fc1. Too large here.');
    expect(results()).toMatch(/Covered are \d.* of the modelled time of the stack and \d.* of its FLOP/);
    expect(results()).not.toContain('All layers in one go take');
  });

  it('says that the stack was edited since, and shows what was measured alone', () => {
    const { store } = open(shown(sampleStackRun()));
    act(() => store.actions.setStackPreset('resnet50'));
    expect(results()).toMatch(/another stack than the one/);
    expect(rows()).toHaveLength(7);
    expect(rows()[0]?.querySelectorAll('[data-provenance]')).toHaveLength(1);
    expect(results()).not.toContain('Kendall');
  });

  it('of a file is RECORDED; without ceilings it has no model beside it', () => {
    const run = sampleStackRun();
    const layers = run.measurements.filter(({ role }) => role === 'layer');
    open(shown({ ...run, measurements: layers }, 'imported'));
    expect(within(screen.getByRole('table')).getByRole('columnheader', { name: 'recorded' })).toBeTruthy();
    expect(results()).toContain('nothing to predict by');
  });

  it('fused and unfused stand side by side when both were run', () => {
    open(holding(sampleStackRun({ fused: true }), sampleStackRun({ fused: false })));
    const both = screen.getByRole('figure', { name: /Fused and unfused/ });
    expect(both.textContent).toMatch(/fused.*25\.2\sms.*unfused.*59\.4\sms/);
    expect(both.textContent).toMatch(/58\s% shorter than unfused/);
  });

  it('of other sizes or of another device is not compared as the other fusion', () => {
    const other = sampleStackRun({ fused: false });
    open(holding({ ...other, adapter: { ...other.adapter, vendor: 'other' } }, sampleStackRun()));
    expect(screen.queryByRole('figure', { name: /Fused and unfused/ })).toBeNull();
  });

  it('isolates a layer’s dots, goes to the roofline of the machine that was measured, and is exported', async () => {
    const { ui, store } = open(shown(sampleStackRun()));
    fireEvent.click(button(/^conv2/));
    expect(ui.getState().isolated).toBe('conv2');
    expect(button(/^conv2/).getAttribute('aria-pressed')).toBe('true');
    fireEvent.click(button('Export the layers as CSV'));
    fireEvent.click(button('Export the stack’s run as JSON'));
    const [[csvName, , csv], [jsonName, , json]] = download.mock.calls as [string[], string[]];
    expect([csvName, jsonName].map((name) => name?.split('.').at(-1))).toEqual(['csv', 'json']);
    const lines = csv?.trimEnd().split('\r\n') ?? [];
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain('modelled_s,measured_s');
    expect(lines[1]).toContain('conv1,tanh1,1,convolution/implicit-gemm,');
    expect(JSON.parse(json ?? '').stack.name).toBe('LeNet-5');
    fireEvent.click(button('See it on the roofline'));
    await waitFor(() => expect(store.getState().document.views['page']).toBeUndefined());
    expect(store.getState().document.machine).toEqual({ run: 'this-gpu' });
  });

  it('that is not the one in view is shown all the same, and can be brought into view', () => {
    const { store } = open(shown(sampleStackRun()));
    act(() => store.actions.selectRun(null));
    expect(rows()).toHaveLength(7);
    fireEvent.click(button('Bring this run into view'));
    expect(store.getState().selectedRun).toBe('run-fused');
  });

  it('shows the faults that it met', () => {
    const lost: Fault = { kind: 'device-lost', message: 'The GPU was reset.', reason: 'unknown' };
    open({ ...shown(sampleStackRun({ faults: [lost] })), phase: 'fault', faults: [lost] });
    expect(screen.getByRole('alert').textContent).toContain('Device lost. The GPU was reset.');
  });
});
