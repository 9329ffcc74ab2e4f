import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { err } from '#core/result.ts';
import { selectDocument } from '#state/selectors.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

describe('what if, on the page', () => {
  it('ranks changes in a table, and a press makes one', async () => {
    const { store } = renderPanel(<WhatIfPanel path={null} />);
    const table = await screen.findByRole('table', { name: /Each change alone/ });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows[0]?.textContent).toMatch(/^1\./);
    const { batch } = selectDocument(store.getState()).settings;
    fireEvent.click(within(table).getByRole('button', { name: 'Apply f16' }));
    await waitFor(() => expect(selectDocument(store.getState()).settings).toMatchObject({ format: 'f16', batch }));
    // The answer follows the document.
    expect(await screen.findByRole('button', { name: 'Apply fp8' })).toBeDefined();
    // What does not help is said in a sentence.
    expect(screen.getByText(/^No gain: /)).toBeDefined();
  });

  it('shows the three efficiencies, and – for what is unknown', async () => {
    renderPanel(<WhatIfPanel path={null} />);
    const list = screen.getByLabelText('Efficiency');
    expect(within(list).getByText('Useful bytes').nextSibling?.textContent).toMatch(/%/);
    expect(within(list).getByText('Of the peak').nextSibling?.textContent).toMatch(/%/);
    expect(within(list).getByText('Energy').nextSibling?.textContent).toMatch(/FLOP\/J|–/);
    await screen.findByRole('table');
  });

  it('shows the best tiling of a layer for each memory', async () => {
    const { store } = renderPanel(<WhatIfPanel path="conv1" />);
    expect(selectDocument(store.getState()).stack).toBeDefined();
    const table = await screen.findByRole('table', { name: /Best tiling/ });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.textContent).toMatch(/B/);
  });

  it('says what is wrong in a sentence', async () => {
    renderPanel(<WhatIfPanel path="nowhere" />);
    expect(await screen.findByText('There is no layer "nowhere".')).toBeDefined();
  });

  it('says when it could not be worked out', async () => {
    renderPanel(<WhatIfPanel path={null} />, {}, { explore: async () => err('It could not be worked out.') });
    expect(await screen.findByText('It could not be worked out.')).toBeDefined();
  });
});
