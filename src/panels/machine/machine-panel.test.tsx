import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DOCUMENT } from '#state/document.ts';
import { selectMachine } from '#state/selectors.ts';
import type { DocumentStore } from '#state/store.ts';
import { renderPanel } from '../playground.fixture.tsx';
// Loaded when opened; here beforehand, so that no test waits for a bundler.
import './tier-editor.tsx';
import { MachinePanel } from './machine-panel.tsx';

const tiers = (store: DocumentStore) => selectMachine(store.getState()).tiers;
const tierButton = (id: string) => {
  const found = document.querySelector<HTMLElement>(`[data-tier="${id}"]`);
  if (!found) throw new Error(`no tier ${id}`);
  return found;
};

async function openFarthest(store: DocumentStore) {
  const last = tiers(store).at(-1);
  if (!last) throw new Error('no tiers');
  fireEvent.click(tierButton(last.id));
  const field = await waitFor(() => screen.getByLabelText('Read bandwidth of all'));
  return { last, field: field as HTMLInputElement };
}

describe('MachinePanel', () => {
  it('changes a figure, marks it as edited, and undoes to the preset', async () => {
    const { store } = renderPanel(<MachinePanel />);
    const { last, field } = await openFarthest(store);
    fireEvent.change(field, { target: { value: '4 TB/s' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    const edited = tiers(store).at(-1)?.readBandwidth;
    expect(edited).toEqual({ value: 4e12, provenance: 'derived', source: 'edited by hand' });
    expect(screen.getByText(/\(edited\)/)).toBeTruthy();
    act(() => store.actions.undo());
    expect(tiers(store).at(-1)).toEqual(last);
  });

  it('keeps a wrong figure in the field with the reason, and takes – for unknown', async () => {
    const { store } = renderPanel(<MachinePanel />);
    const { field } = await openFarthest(store);
    fireEvent.change(field, { target: { value: 'quick' } });
    fireEvent.blur(field);
    expect(field.value).toBe('quick');
    expect(screen.getByRole('alert').textContent).toContain('3.35 TB/s');
    expect(store.getState().document).toEqual(DEFAULT_DOCUMENT);
    fireEvent.change(field, { target: { value: '–' } });
    fireEvent.blur(field);
    expect(tiers(store).at(-1)?.readBandwidth).toBeNull();
  });

  it('adds, moves and removes tiers', async () => {
    const { store } = renderPanel(<MachinePanel />);
    const before = tiers(store).map(({ id }) => id);
    fireEvent.click(screen.getByRole('button', { name: 'Add tier' }));
    expect(tiers(store)).toHaveLength(before.length + 1);
    act(() => store.actions.undo());
    const [first = '', second = ''] = before;
    await waitFor(() => expect(document.querySelectorAll('[data-tier]')).toHaveLength(before.length));
    fireEvent.keyDown(tierButton(first), { key: 'ArrowDown', altKey: true });
    expect(tiers(store).map(({ id }) => id)).toEqual([second, first, ...before.slice(2)]);
    fireEvent.click(tierButton(second));
    const name = tiers(store)[0]?.name;
    fireEvent.click(await waitFor(() => screen.getByRole('button', { name: `Remove ${name}` })));
    expect(tiers(store).map(({ id }) => id)).toEqual([first, ...before.slice(2)]);
  });

  it('shows unknown figures as – and every known one with its provenance', () => {
    const { store } = renderPanel(<MachinePanel />);
    expect(document.querySelectorAll('[title="unknown: nobody published it"]').length).toBeGreaterThan(0);
    const marks = [...document.querySelectorAll('[data-provenance]')].map((mark) => mark.getAttribute('title'));
    expect(marks.some((title) => title?.startsWith('spec: '))).toBe(true);
    expect(tiers(store).length).toBeGreaterThan(1);
  });

  it('switches between GB and GiB and chooses another machine and its unit', () => {
    renderPanel(<MachinePanel />);
    const text = () => document.body.textContent ?? '';
    expect(text()).toMatch(/\d\u00a0[GM]B/);
    fireEvent.click(screen.getByLabelText('GiB'));
    expect(text()).toMatch(/\d\u00a0[GM]iB/);
    fireEvent.change(screen.getByLabelText('Machine'), { target: { value: 'hbm-pim' } });
    const unit = screen.getByLabelText('Compute unit') as HTMLSelectElement;
    const other = [...unit.options].find((option) => option.value !== unit.value);
    fireEvent.change(unit, { target: { value: other?.value } });
    expect(unit.value).toBe(other?.value);
    expect(text()).toContain('not used');
    // Compute at the banks sees the banks' bandwidth, not what the tier gives outward.
    const [seen] = document.querySelectorAll('li[data-path]:last-child [class*=flow]');
    expect(seen?.textContent).toMatch(/4\.47\sTiB/);
  });

  it('imports a machine, and names file and field of one that does not fit, which changes nothing', async () => {
    const { store } = renderPanel(<MachinePanel />);
    const choose = (name: string, json: unknown) =>
      fireEvent.change(screen.getByLabelText('Import: file'), {
        target: { files: [new File([JSON.stringify(json)], name)] },
      });
    const machine = { id: 'mine', tiers: [{ id: 'dram', readBandwidth: 1e10 }], units: [{ peaks: { f32: 1e11 } }] };
    choose('wrong.json', { ...machine, tiers: [{ id: 'dram', readBandwidth: -1 }] });
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toMatch(/wrong\.json: tiers\[0\]\.readBandwidth/),
    );
    expect(store.getState().document).toEqual(DEFAULT_DOCUMENT);
    choose('right.json', machine);
    await waitFor(() => expect(tiers(store).map(({ id }) => id)).toEqual(['dram']));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
