import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { lazy } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Later } from './later.tsx';

afterEach(cleanup);

describe('Later', () => {
  it('shows what was loaded', async () => {
    const Part = lazy(async () => ({ default: () => <p>here</p> }));
    render(<Later fallback="loading">{<Part />}</Later>);
    expect(screen.getByText('loading')).toBeTruthy();
    await waitFor(() => screen.getByText('here'));
  });

  it('says so where a part does not load, and leaves the rest', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const Part = lazy((): Promise<never> => Promise.reject(new Error('no connection')));
    render(
      <>
        <p>the rest</p>
        <Later>
          <Part />
        </Later>
      </>,
    );
    const alert = await waitFor(() => screen.getByRole('alert'));
    expect(alert.textContent).toContain('did not load');
    expect(alert.textContent).toContain('no connection');
    expect(screen.getByText('the rest')).toBeTruthy();
    complaint.mockRestore();
  });
});
