import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '#measure/record/fault.ts';
import { DEFAULT_DOCUMENT, settingsOf, withView } from '#state/document.ts';
import { selectPage } from '#state/lab-selectors.ts';
import { NO_RUNS, type RunOrigin, withRun } from '#state/runs.ts';
import { labView } from '#state/views/lab.ts';
import { renderPanel } from '../playground.fixture.tsx';
import type { ExperimentInfo, Services } from '../playground.ts';
import { discoveredRun } from './discovered-run.fixture.ts';
import { LabView } from './lab-view.tsx';

const experiment = (id: string, title: string, discovers: boolean, quick: number): ExperimentInfo => ({
  id,
  title,
  purpose: `What ${title} teaches.`,
  engines: ['webgpu', 'cpu'],
  discovers,
  seconds: { quick, thorough: 4 * quick },
});
const EXPERIMENTS = [
  experiment('stream', 'Stream', false, 4),
  experiment('working-set', 'Working set', true, 6),
  experiment('latency', 'Pointer chase', true, 8),
];
const noWebGpu: Fault = { kind: 'no-webgpu', message: 'This browser has no WebGPU. Turn it on in its settings.' };

async function open(initial: Parameters<typeof renderPanel>[1] = {}, replaced: Partial<Services> = {}) {
  const playground = renderPanel(<LabView present={false} />, initial, {
    listExperiments: vi.fn(async () => EXPERIMENTS),
    ...replaced,
  });
  await screen.findByRole('button', { name: /^Run all/ });
  return playground;
}
const shown = (origin: RunOrigin = 'live', run = discoveredRun()) => withRun(NO_RUNS, run, origin);
const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('the lab before anything is measured', () => {
  it('lists the experiments with purpose and time, and says what will appear', async () => {
    await open();
    const rows = [...document.querySelectorAll('[data-experiment]')];
    expect(rows.map((row) => row.getAttribute('data-experiment'))).toEqual(['stream', 'working-set', 'latency']);
    expect(rows[1]?.textContent).toContain('What Working set teaches.');
    expect(rows[1]?.textContent).toContain('about 6\u00a0s');
    expect(screen.getByText('A staircase of latency')).toBeTruthy();
  });

  it('discovers, or runs one experiment or all, on the chosen engine and depth; the time follows', async () => {
    const { services } = await open();
    expect(screen.getByText(/of this GPU: how many.*in about 14 s\./)).toBeTruthy();
    fireEvent.click(button('Discover this machine'));
    fireEvent.click(screen.getByRole('radio', { name: 'Thorough' }));
    fireEvent.click(screen.getByRole('radio', { name: 'This processor' }));
    await screen.findByText(/of this processor: how many.*in about 56 s\./);
    expect(services.listExperiments).toHaveBeenLastCalledWith('cpu');
    fireEvent.click(button('Run Stream'));
    fireEvent.click(button(/^Run all, about 72/));
    expect(vi.mocked(services.runLab).mock.calls).toEqual([
      [{ experiments: 'discover', depth: 'quick', engine: 'webgpu' }],
      [{ experiments: ['stream'], depth: 'thorough', engine: 'cpu' }],
      [{ experiments: ['stream', 'working-set', 'latency'], depth: 'thorough', engine: 'cpu' }],
    ]);
  });

  it('measures the processor where there is no WebGPU, whatever a link chose, and says why', async () => {
    const document = withView(DEFAULT_DOCUMENT, labView, { engine: 'webgpu' });
    const { services } = await open({ document }, { support: noWebGpu });
    expect(screen.getByRole('radio', { name: 'This GPU' }).hasAttribute('disabled')).toBe(true);
    expect(screen.getByText(/Turn it on in its settings/)).toBeTruthy();
    fireEvent.click(button('Discover this machine'));
    expect(services.runLab).toHaveBeenCalledWith({ experiments: 'discover', depth: 'quick', engine: 'cpu' });
  });

  it('says so when the experiments do not load', async () => {
    renderPanel(<LabView present={false} />, {}, { listExperiments: () => Promise.reject(new Error('offline')) });
    expect((await screen.findByRole('alert')).textContent).toContain('did not load');
    expect(button('Discover this machine')).toBeTruthy();
  });
});

describe('the lab while it measures', () => {
  it('has Stop where the button was, progress with the time left, and starts nothing else', async () => {
    const { store, services } = await open();
    const discover = button('Discover this machine');
    discover.focus();
    act(() => {
      store.actions.startMeasuring();
      store.actions.setProgress({ done: 3, total: 12, label: 'Pointer chase, 64 KiB', secondsLeft: 21 });
    });
    expect(document.activeElement?.textContent).toBe('Stop');
    expect(screen.getByRole('progressbar', { name: 'Measuring' }).getAttribute('aria-valuetext')).toContain('21');
    expect(screen.getByText(/Pointer chase, 64 KiB/)).toBeTruthy();
    fireEvent.click(button('Run Stream'));
    expect(services.runLab).not.toHaveBeenCalled();
    fireEvent.click(button('Stop'));
    expect(services.stop).toHaveBeenCalledOnce();
  });
});

describe('the lab with a run', () => {
  it('shows the tiers with their intervals, confidence in words and per cent, and what the discovery says', async () => {
    await open(shown());
    const cards = [...document.querySelectorAll<HTMLElement>('li[data-tier]')];
    expect(cards.map((card) => within(card).getByRole('heading').textContent)).toEqual(['L1', 'L2', 'Memory']);
    const first = cards[0]?.textContent ?? '';
    for (const text of [
      '32\u00a0KiB',
      '28.8\u00a0KiB to 35.2\u00a0KiB',
      '200\u00a0GB/s',
      '≤ 1.5\u00a0ns',
      'almost certain, 99\u00a0%',
    ])
      expect(first).toContain(text);
    expect(cards[2]?.textContent).toContain('not reached');
    expect(screen.getByText('Two caches and memory.')).toBeTruthy();
  });

  it('makes the tiers the machine of the roofline, in one undo step, and goes there', async () => {
    const { store } = await open(shown());
    fireEvent.click(button('Use as machine on the roofline'));
    expect(store.getState().document.machine).toEqual({ run: 'this-gpu' });
    expect(selectPage(store.getState())).toBe('roofline');
    expect(store.temporal.getState().pastStates).toHaveLength(1);
  });

  it('works the tiers out again where a person put their ends, and goes back to what was found', async () => {
    const run = discoveredRun();
    const moved = { boundaries: [65_536], boundariesOf: run.startedAt };
    const { store } = await open({ ...shown('live', run), document: withView(DEFAULT_DOCUMENT, labView, moved) });
    expect(screen.getByRole('heading', { name: /2 tiers, ends set by hand/ })).toBeTruthy();
    expect(document.querySelector('li[data-tier]')?.textContent).toContain('64\u00a0KiB');
    // How sure the discovery was of its own end says nothing of this one.
    expect(document.querySelector('li[data-tier]')?.textContent).toMatch(/a person set it/);
    expect(document.querySelector('li[data-tier]')?.textContent).not.toMatch(/certain|likely|doubtful/);
    fireEvent.click(button('Back to what was found'));
    expect(screen.getByRole('heading', { name: '3 tiers' })).toBeTruthy();
    expect(settingsOf(store.getState().document, labView)).toEqual(labView.defaults);
    act(() => store.actions.undo());
    expect(screen.getByRole('heading', { name: /set by hand/ })).toBeTruthy();
  });

  it('lets a person disagree: the end of a tier is typed or stepped, each one undo step', async () => {
    const { store } = await open(shown());
    const boundaries = () => settingsOf(store.getState().document, labView).boundaries;
    const field = () => screen.getByRole('textbox', { name: 'L1 ends at' });
    fireEvent.change(field(), { target: { value: 'large' } });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(boundaries()).toEqual([]);
    fireEvent.change(field(), { target: { value: '64 KiB' } });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(boundaries()).toEqual([65_536, 4_194_304]);
    expect(settingsOf(store.getState().document, labView).boundariesOf).toBe(discoveredRun().startedAt);
    fireEvent.keyDown(field(), { key: 'ArrowDown' });
    expect(boundaries()[0]).toBeCloseTo(65_536 / 2 ** 0.125);
    expect(store.getState().draft).toBeNull();
    expect(store.temporal.getState().pastStates).toHaveLength(2);
    act(() => store.actions.undo());
    act(() => store.actions.undo());
    expect(boundaries()).toEqual([]);
  });

  it('says calmly what was skipped, and alarms only for what went wrong now', async () => {
    const skipped: Fault = { kind: 'unsupported', message: 'This GPU has no f16.', kernel: 'compute/fma-f16' };
    const lost: Fault = { kind: 'device-lost', message: 'The device was lost.' };
    const { store } = await open(shown('recorded', discoveredRun({ faults: [skipped, lost] })));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText(/no f16/)).toBeTruthy();
    expect(screen.getByText(/The device was lost/)).toBeTruthy();
    act(() => store.actions.failMeasuring({ ...lost, message: 'Lost just now.' }));
    expect(screen.getByRole('alert').textContent).toContain('Lost just now.');
  });

  it('replays a run of another time, and not one that is live', async () => {
    const { services, store } = await open(shown('saved'));
    fireEvent.click(button('Replay'));
    expect(services.replay).toHaveBeenCalledWith('run-sample');
    act(() => store.actions.startMeasuring());
    fireEvent.click(button('Replay'));
    expect(services.replay).toHaveBeenCalledOnce();
    act(() => {
      store.actions.finishReplay();
      store.actions.putLiveRun(discoveredRun({ id: 'live' }));
    });
    expect(screen.queryByRole('button', { name: 'Replay' })).toBeNull();
  });

  it('draws each figure with its sentence, its table and its files, and the pinned run in the same chart', async () => {
    const { store } = await open(shown('recorded'));
    const latency = () => screen.getByRole('region', { name: 'Latency against working set' });
    expect(latency().querySelector('svg[role]')).toBeTruthy();
    expect(within(latency()).queryByRole('table')).toBeNull();
    fireEvent.click(within(latency()).getByText('Table'));
    await waitFor(() => expect(within(latency()).getByRole('table')).toBeTruthy());
    for (const format of ['SVG', 'PNG', 'CSV', 'JSON'])
      expect(
        within(latency()).getByRole('button', { name: `Export Latency against working set as ${format}` }),
      ).toBeTruthy();
    fireEvent.click(button('Pin as B'));
    act(() => store.actions.putLiveRun(discoveredRun({ id: 'live' }, 2)));
    expect(within(latency()).getByText(/^A (takes|and)/i)).toBeTruthy();
    expect(
      within(latency())
        .getAllByRole('columnheader')
        .some(({ textContent }) => /B/.test(textContent ?? '')),
    ).toBe(true);
  });

  it('moves the end of a tier on the chart: shown while it moves, one step of the history at rest', async () => {
    const { store } = await open(shown('recorded'));
    const [end] = screen.getAllByRole('slider', { name: /L1/ });
    if (!end) throw new Error('no handle');
    const ends = () => settingsOf(store.getState().document, labView).boundaries;
    fireEvent.keyDown(end, { key: 'ArrowRight' });
    fireEvent.keyUp(end, { key: 'ArrowRight' });
    fireEvent.blur(end);
    await waitFor(() => expect(ends().length).toBeGreaterThan(0));
    act(() => store.actions.undo());
    expect(ends()).toEqual([]);
  });

  it('pins a run as B beside the next one, swaps them, and lets go', async () => {
    const { store } = await open(shown('recorded'));
    fireEvent.click(button('Pin as B'));
    expect(screen.getByText(/Choose or measure another run/)).toBeTruthy();
    act(() => store.actions.putLiveRun(discoveredRun({ id: 'live' }, 2)));
    expect(within(screen.getByRole('region', { name: 'Runs' })).getByText('B').parentElement?.textContent).toContain(
      'RECORDED: acme roadrunner',
    );
    fireEvent.click(button('Swap A and B'));
    await waitFor(() => expect(store.getState().selectedRun).toBe('run-sample'));
    expect(within(screen.getByRole('region', { name: 'Runs' })).getByText('B').parentElement?.textContent).toContain(
      'LIVE',
    );
    fireEvent.click(button('Unpin'));
    expect(screen.queryByText('B')).toBeNull();
  });
});

it('for a projector shows the button and the results, and nothing that only an editor needs', async () => {
  renderPanel(<LabView present />, shown(), { listExperiments: async () => EXPERIMENTS });
  await screen.findByText(/in about 14/);
  expect(button('Discover this machine')).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Experiments' })).toBeNull();
  expect(screen.queryByRole('region', { name: 'Runs' })).toBeNull();
  expect(screen.getByRole('region', { name: 'Tiers' })).toBeTruthy();
});
