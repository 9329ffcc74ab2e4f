import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleRun } from '#measure/record/sample-run.ts';
import { decodeLink } from '#state/permalink.ts';
import { NO_RUNS, withRun } from '#state/runs.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { Header } from './header.tsx';
// Loaded when opened; here beforehand, so that no test waits for a bundler.
import './help-dialog.tsx';

beforeAll(() => {
  // jsdom has no dialogs.
  HTMLDialogElement.prototype.showModal ??= vi.fn(function (this: HTMLDialogElement) {
    this.open = true;
  });
});

const header = (
  <>
    <Header present={false} />
    <input aria-label="a field" />
  </>
);

describe('Header', () => {
  it('undoes and redoes by button and by key, and leaves the keys of a field alone', () => {
    const { store } = renderPanel(header);
    const batch = () => store.getState().document.settings.batch;
    expect(screen.getByRole('button', { name: 'Undo' }).hasAttribute('disabled')).toBe(true);
    act(() => store.actions.setSettings({ batch: 4 }));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(batch()).toBe(1);
    fireEvent.click(screen.getByRole('button', { name: 'Redo' }));
    expect(batch()).toBe(4);
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    expect(batch()).toBe(1);
    fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect(batch()).toBe(4);
    fireEvent.keyDown(document.body, { key: 'z', metaKey: true });
    fireEvent.keyDown(document.body, { key: 'y', ctrlKey: true });
    expect(batch()).toBe(4);
    fireEvent.keyDown(screen.getByLabelText('a field'), { key: 'z', ctrlKey: true });
    expect(batch()).toBe(4);
  });

  it('makes a link of the document and the run, and says what a reader sees', async () => {
    const { store, services } = renderPanel(header, withRun(NO_RUNS, sampleRun(), 'live'));
    act(() => store.actions.setSettings({ batch: 7 }));
    fireEvent.click(screen.getByRole('button', { name: 'Share link' }));
    const field = await waitFor(() => screen.getByRole('textbox', { name: 'Link' }));
    const address = (field as HTMLInputElement).value;
    const { document: linked, run } = decodeLink(new URL(address).hash);
    expect(linked.settings.batch).toBe(7);
    expect(run?.points).toHaveLength(sampleRun().measurements.length);
    expect(services.rewriteAddress).toHaveBeenCalledWith(new URL(address).hash.slice(1));
    const dialog = screen.getByRole('dialog', { name: 'Share link' });
    expect(dialog.textContent).toContain('RECORDED');
    expect(dialog.textContent).toContain(`${address.length} characters`);
    expect((screen.getByRole('textbox', { name: /iframe/ }) as HTMLTextAreaElement).value).toContain('<iframe');
    fireEvent.keyDown(document, { key: 'Escape' });
    expect(screen.queryByRole('dialog', { name: 'Share link' })).toBeNull();
  });

  it('opens the help by `?`, with the legend of provenance and the limits', async () => {
    renderPanel(header);
    fireEvent.keyDown(screen.getByLabelText('a field'), { key: '?' });
    expect(screen.queryByRole('dialog', { name: 'Help' })).toBeNull();
    fireEvent.keyDown(document.body, { key: '?' });
    const dialog = await waitFor(() => screen.getByRole('dialog', { name: 'Help' }));
    for (const word of ['spec', 'published', 'derived', 'modelled', 'measured', 'recorded', 'cannot count'])
      expect(dialog.textContent).toContain(word);
  });

  it('sets the theme for this window', () => {
    const { ui } = renderPanel(header);
    fireEvent.change(screen.getByLabelText('Theme'), { target: { value: 'projector' } });
    expect(ui.getState().theme).toBe('projector');
  });
});
