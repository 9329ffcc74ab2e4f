import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { sampleRun } from '#measure/record/sample-run.ts';
import { renderPanel } from '#panels/playground.fixture.tsx';
import { DEFAULT_DOCUMENT, withView } from '#state/document.ts';
import { LAB_PAGE, pageView } from '#state/views/page.ts';
import { Page } from './page.tsx';
// Loaded when opened; here beforehand, so that no test waits for a bundler.
import '#panels/lab/lab-view.tsx';

// Whole pages are drawn here: a loaded machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

const at = (view: string) => ({ document: withView(DEFAULT_DOCUMENT, pageView, { view }) });

it('opens the view that a link names, and the first where it names one that the page does not have', async () => {
  renderPanel(<Page present={false} />, at(LAB_PAGE));
  expect(await screen.findByRole('tabpanel', { name: 'Lab' })).toBeTruthy();
  expect(await screen.findByRole('button', { name: 'Discover this machine' })).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Roofline' })).toBeNull();
  expect(screen.getByRole('tab', { name: 'Lab' }).getAttribute('aria-controls')).toBe(screen.getByRole('tabpanel').id);
});

it('shows the first view for one that the page does not have', () => {
  renderPanel(<Page present={false} />, at('tomorrow'));
  expect(screen.getByRole('tabpanel', { name: 'Roofline' })).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Measurements' })).toBeTruthy();
});

it('keeps a view as it was left, and gives the focus to the new one where the old took it away', async () => {
  const { store } = renderPanel(<Page present={false} />);
  const editing = screen.getByRole('region', { name: 'Roofline' });
  fireEvent.click(screen.getByRole('tab', { name: 'Lab' }));
  await screen.findByRole('button', { name: 'Discover this machine' });
  expect(editing.isConnected).toBe(true);
  expect(screen.queryByRole('region', { name: 'Roofline' })).toBeNull();
  screen.getByRole('button', { name: 'Discover this machine' }).focus();
  act(() => store.actions.showPage('roofline'));
  expect(screen.getByRole('region', { name: 'Roofline' })).toBe(editing);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tabpanel', { name: 'Roofline' })));
});

it('says when measuring begins and what it brought', () => {
  const { store } = renderPanel(<Page present={false} />);
  const said = () => [...document.querySelectorAll('[aria-live="polite"]')].map((one) => one.textContent).join();
  act(() => store.actions.startMeasuring());
  expect(said()).toContain('Measuring.');
  act(() => store.actions.finishMeasuring(sampleRun()));
  expect(said()).toContain('4 measurements verified');
});
