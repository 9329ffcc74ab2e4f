import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { BEST_HERE } from '#measure/kernels/best-matmul.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { NO_RUNS, withRun } from '#state/runs.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { ProblemForm } from './problem-form.tsx';

describe('the best matmul here', () => {
  it('is asked for among the kernels, alone too', () => {
    const { services } = renderPanel(<ProblemForm />);
    fireEvent.click(screen.getByLabelText('matmul/naive'));
    fireEvent.click(screen.getByLabelText('matmul/tiled-16'));
    expect(screen.getByText('Choose at least one kernel.')).toBeTruthy();
    fireEvent.click(screen.getByLabelText('best here'));
    fireEvent.click(screen.getByRole('button', { name: 'Run this kernel' }));
    expect(services.measureProblem).toHaveBeenCalledWith({ kernels: [BEST_HERE], problem: { m: 512, n: 512, k: 512 } });
  });
  it('says when it was tuned on the adapter of a run of this browser, and forgets it', () => {
    const tunedAt = vi.fn((): string | null => '2026-03-04T05:06:07.000Z');
    const shown = withRun(NO_RUNS, sampleRun(), 'live');
    const { services } = renderPanel(<ProblemForm />, shown, { tunedAt });
    expect(tunedAt).toHaveBeenCalledWith(sampleRun().adapter);
    expect(screen.getByLabelText('best here, tuned 2026-03-04')).toBeTruthy();
    tunedAt.mockReturnValue(null);
    fireEvent.click(screen.getByRole('button', { name: 'Forget what the best matmul here was tuned to' }));
    expect(services.forgetTuning).toHaveBeenCalledWith(sampleRun().adapter);
    expect(screen.getByLabelText('best here')).toBeTruthy();
  });
  it('says nothing of adapters that are elsewhere', () => {
    renderPanel(<ProblemForm />, withRun(NO_RUNS, sampleRun(), 'recorded'), {
      tunedAt: () => '2026-03-04T05:06:07.000Z',
    });
    expect(screen.getByLabelText('best here')).toBeTruthy();
  });
});
