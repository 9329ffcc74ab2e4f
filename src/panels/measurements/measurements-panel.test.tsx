import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ok } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import { editedHash } from '#measure/record/edited.ts';
import { FAULT_KINDS, type Fault } from '#measure/record/fault.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { settingsOf } from '#state/document.ts';
import { selectPage } from '#state/lab-selectors.ts';
import { NO_RUNS, withRun } from '#state/runs.ts';
import { editorView } from '#state/views/editor.ts';
import { EDITOR_PAGE } from '#state/views/page.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { MeasurementsPanel } from './measurements-panel.tsx';
// Loaded when opened; here beforehand, so that no test waits for a bundler.
import './problem-form.tsx';

const panel = <MeasurementsPanel present={false} />;
const noWebGpu: Fault = { kind: 'no-webgpu', message: 'This browser has no WebGPU. Turn it on in its settings.' };
const shown = (origin: 'live' | 'imported' | 'link') => withRun(NO_RUNS, sampleRun(), origin);
const rowOf = (kernel: string) => {
  const row = document.querySelector<HTMLElement>(`tr[data-kernel="${kernel}"]`);
  if (!row) throw new Error(`no row ${kernel}`);
  return row;
};

describe('MeasurementsPanel', () => {
  it('starts and stops, with progress that a screen reader is told', () => {
    const { store, services } = renderPanel(panel);
    fireEvent.click(screen.getByRole('button', { name: 'Measure this GPU' }));
    expect(services.measureQuick).toHaveBeenCalledOnce();
    act(() => {
      store.actions.startMeasuring();
      store.actions.setProgress({ done: 3, total: 10, label: 'Naive matmul' });
    });
    const bar = screen.getByRole('progressbar', { name: 'Measuring' });
    expect(bar.getAttribute('aria-valuenow')).toBe('3');
    expect(bar.getAttribute('aria-valuetext')).toContain('3 of 10');
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(services.stop).toHaveBeenCalledOnce();
  });

  it('has a row for each measurement: rates, interval, roof, twin, error, verified', () => {
    renderPanel(panel, shown('live'));
    expect(document.querySelectorAll('tr[data-kernel]')).toHaveLength(sampleRun().measurements.length);
    const cells = [...rowOf('matmul/naive').querySelectorAll('td')].map((cell) => cell.textContent);
    // 65,536 FLOP, 270,336 B and 40,000 B in 1 ms; interval of 0.98 to 1.1 ms.
    expect(cells.slice(0, 5)).toEqual(['64 × 32 × 16', '0.0655', '0.0596 – 0.0669', '0.27', '0.04']);
    expect(cells[5]).toMatch(/%$/);
    expect(Number(cells[6])).toBeGreaterThan(0);
    expect(cells[7]).toMatch(/^[+−].*%$/);
    expect(cells[8]).toBe('verified');
    expect(rowOf('compute/fma').textContent).toContain('peak');
    expect(screen.getByText('LIVE')).toBeTruthy();
  });

  it('isolates a kernel on the chart, and runs it again where it was measured here', () => {
    const { ui, services } = renderPanel(panel, shown('live'));
    fireEvent.click(within(rowOf('matmul/naive')).getByRole('button', { name: 'matmul/naive' }));
    expect(ui.getState().isolated).toBe(sampleMeasurement().id);
    fireEvent.click(screen.getByRole('button', { name: 'Run matmul/naive again' }));
    expect(services.measureAgain).toHaveBeenCalledWith(sampleMeasurement().id);
  });

  it('calls somebody’s own version edited, and opens any kernel in the editor on its problem', () => {
    const version = { source: '// mine', constants: {} };
    const edited = sampleMeasurement({ role: 'edited', edited: { ...version, hash: editedHash(version) } });
    const run = sampleRun({ measurements: [...sampleRun().measurements, edited] });
    const { store, services } = renderPanel(panel, withRun(NO_RUNS, run, 'live'));
    const rows = [...document.querySelectorAll<HTMLElement>('tr[data-kernel="matmul/naive"]')];
    expect(rows.map((row) => row.querySelector('th')?.textContent)).toEqual([
      'matmul/naive',
      `matmul/naive edited ${edited.edited?.hash}`,
    ]);
    fireEvent.click(screen.getByRole('button', { name: /^Run matmul\/naive, edited .* again$/ }));
    expect(services.measureAgain).toHaveBeenCalledWith(edited.id);
    fireEvent.click(screen.getByRole('button', { name: 'Edit the WGSL of matmul/naive' }));
    expect(selectPage(store.getState())).toBe(EDITOR_PAGE);
    const view = () => settingsOf(store.getState().document, editorView);
    expect(view()).toEqual({ kernel: 'matmul/naive', problem: edited.problem, carried: [] });
    fireEvent.click(screen.getByRole('button', { name: /^Edit the WGSL of matmul\/naive, edited/ }));
    expect(view().carried).toEqual([{ kernel: 'matmul/naive', ...version }]);
  });

  it('labels what was measured elsewhere RECORDED, with its date, and does not offer to run it again', () => {
    renderPanel(panel, shown('imported'));
    expect(screen.getByText('RECORDED 2026-11-21')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /again/ })).toBeNull();
  });

  it('says that a software adapter says nothing about a GPU', () => {
    const run = sampleRun({ adapter: { ...sampleRun().adapter, fallback: true } });
    renderPanel(panel, withRun(NO_RUNS, run, 'live'));
    expect(screen.getByText(/A software adapter/).textContent).toContain('nothing about a GPU');
  });

  it('says tiled against naive and coalesced against strided in a sentence each', () => {
    const point = (kernel: string, time: number) =>
      sampleMeasurement({ kernel, median: seconds(time), interval: [seconds(time * 0.99), seconds(time * 1.01)] });
    const run = sampleRun({
      measurements: [point('matmul/naive', 1e-3), point('matmul/strided', 4e-3), point('matmul/tiled-16', 0.5e-3)],
    });
    renderPanel(panel, withRun(NO_RUNS, run, 'live'));
    expect(screen.getByText('Coalesced access is 4× as fast as strided access.')).toBeTruthy();
    expect(screen.getByText('Tiling in workgroup memory is 2× as fast as the naive kernel.')).toBeTruthy();
  });

  it('gives every fault its sentence, and keeps what was measured before it', () => {
    const faults = FAULT_KINDS.map((kind): Fault => ({ kind, message: `Sentence of ${kind}.`, detail: 'it said so' }));
    renderPanel(panel, { ...shown('live'), phase: 'fault', faults });
    for (const kind of FAULT_KINDS) expect(screen.getByText(new RegExp(`Sentence of ${kind}\\.`))).toBeTruthy();
    expect(document.querySelectorAll('tr[data-kernel]').length).toBeGreaterThan(0);
  });

  it('says calmly what this adapter cannot run, each reason once', () => {
    const lacks = (kernel: string): Fault => ({ kind: 'unsupported', message: 'This GPU has no f16.', kernel });
    const faults = [lacks('compute/fma-f16'), lacks('compute/fma-f16'), lacks('matmul/f16')];
    renderPanel(panel, { ...shown('live'), phase: 'done', faults });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText(/no f16/).textContent).toBe('This GPU has no f16. Left out: compute/fma-f16, matmul/f16.');
  });

  it('leaves the points of curves to the lab, says how many they are, and goes there', () => {
    const sweep = [1, 2, 3].map((size) =>
      sampleMeasurement({ kernel: 'latency/chase', role: 'sweep', problem: { bytes: 64 * size, hops: 8 } }),
    );
    const run = sampleRun();
    const both = { ...run, measurements: [...run.measurements, ...sweep] };
    const { store } = renderPanel(panel, withRun(NO_RUNS, both, 'live'));
    expect(document.querySelectorAll('tr[data-kernel]')).toHaveLength(run.measurements.length);
    expect(screen.getByText(/3 more points of curves/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'the Lab' }));
    expect(store.getState().document.views['page']).toEqual({ view: 'lab' });
  });

  it('measures the processor where there is no WebGPU, and labels what it measured so', () => {
    const { services, store } = renderPanel(panel, {}, { support: noWebGpu });
    expect(screen.getByText(/Turn it on in its settings/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Measure this GPU' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Measure this processor' }));
    expect(services.measureQuick).toHaveBeenCalledWith('cpu');
    act(() => store.actions.putLiveRun(sampleRun({ engine: 'cpu' })));
    expect(screen.getByText(/nothing about a GPU/)).toBeTruthy();
    expect(screen.getByText(/Processor: acme roadrunner, Chrome/)).toBeTruthy();
  });

  it('offers the processor once no GPU was found, and the GPU again', () => {
    const { services, store } = renderPanel(panel);
    act(() => store.actions.failMeasuring({ kind: 'no-adapter', message: 'No GPU.' }));
    fireEvent.click(screen.getByRole('button', { name: 'Measure this processor' }));
    fireEvent.click(screen.getByRole('button', { name: 'Measure this GPU' }));
    expect(vi.mocked(services.measureQuick).mock.calls).toEqual([['cpu'], ['webgpu']]);
  });

  it('says the time left that the engine expects', () => {
    const { store } = renderPanel(panel);
    act(() => {
      store.actions.startMeasuring();
      store.actions.setProgress({ done: 1, total: 9, label: 'Pointer chase', secondsLeft: 17.4 });
    });
    expect(screen.getByText(/1 of 9 · about 17/)).toBeTruthy();
  });

  it('labels a run of an earlier visit', () => {
    renderPanel(panel, withRun(NO_RUNS, sampleRun(), 'saved'));
    expect(screen.getByRole('option', { name: /RECORDED here, earlier visit: acme/ })).toBeTruthy();
  });

  it('says how to turn WebGPU on where there is none, and offers recorded runs', async () => {
    const recorded = { id: 'run-sample', file: 'one.json', label: 'acme roadrunner, Chrome 156, 2026-11-21' };
    const { store } = renderPanel(
      panel,
      {},
      {
        support: noWebGpu,
        recordedRuns: [recorded],
        loadRecorded: async () => ok(JSON.parse(JSON.stringify(sampleRun()))),
      },
    );
    expect(screen.getByText(/Turn it on in its settings/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Run in view'), { target: { value: recorded.id } });
    await waitFor(() => expect(store.getState().runs[0]?.origin).toBe('recorded'));
    expect(screen.getByText('RECORDED 2026-11-21')).toBeTruthy();
  });

  it('names the file and the field when an imported run does not fit, and changes nothing', async () => {
    const { store } = renderPanel(panel);
    const broken = new File([JSON.stringify({ ...sampleRun(), startedAt: 'yesterday' })], 'old.json');
    fireEvent.change(screen.getByLabelText('Import run: file'), { target: { files: [broken] } });
    const alert = await waitFor(() => screen.getByRole('alert'));
    expect(alert.textContent).toMatch(/old\.json: startedAt/);
    expect(store.getState().runs).toEqual([]);
  });

  it('measures any problem, or that of a layer', async () => {
    const { services } = renderPanel(panel);
    const details = screen.getByText(/Any problem/).closest('details');
    if (!details) throw new Error('no disclosure');
    details.open = true;
    fireEvent(details, new Event('toggle'));
    const edge = await waitFor(() => screen.getByLabelText('M'));
    fireEvent.change(edge, { target: { value: '99' } });
    fireEvent.blur(edge);
    fireEvent.click(screen.getByLabelText('matmul/strided'));
    fireEvent.click(screen.getByRole('button', { name: 'Run these 3 kernels' }));
    expect(services.measureProblem).toHaveBeenCalledWith({
      kernels: expect.arrayContaining(['matmul/naive', 'matmul/strided', 'matmul/tiled-16']),
      problem: { m: 99, n: 512, k: 512 },
    });
    fireEvent.change(edge, { target: { value: '0' } });
    expect(edge.getAttribute('aria-invalid')).toBe('true');
    const layers = screen.getByLabelText('Take the sizes of a layer');
    fireEvent.change(layers, { target: { value: 'fc' } });
    expect((screen.getByLabelText('K') as HTMLInputElement).value).toBe('2048');
  });
});
