import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '#charts/lab/figures.ts';
import { runOfEverything } from '#charts/lab/run-of-everything.fixture.ts';
import { settingsOf } from '#state/document.ts';
import { selectPage } from '#state/lab-selectors.ts';
import { editorView } from '#state/views/editor.ts';
import { EDITOR_PAGE } from '#state/views/page.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { FigureKernels, kernelsIn } from './figure-kernels.tsx';

const figures = figuresOf(runOfEverything(), 'measured');
const figure = (id: string) => {
  const found = figures.find((one) => one.id === id);
  if (!found) throw new Error(`no figure ${id}`);
  return found;
};

describe('the kernels of a figure', () => {
  it('are those that its points name, each once', () => {
    expect(kernelsIn(figure('latency'))).toEqual(['latency/chase']);
    for (const one of figures) for (const kernel of kernelsIn(one)) expect(kernel).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
  });

  it('open in the editor', () => {
    const { store } = renderPanel(<FigureKernels figure={figure('latency')} />);
    fireEvent.click(screen.getByRole('button', { name: 'latency/chase' }));
    expect(selectPage(store.getState())).toBe(EDITOR_PAGE);
    expect(settingsOf(store.getState().document, editorView).kernel).toBe('latency/chase');
  });
});
