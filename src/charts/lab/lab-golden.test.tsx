import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LabFigure } from './lab-figure.tsx';
import { byStride, heat, occupancy, overheads, scaled, staircase, tiling } from './sample-figures.fixture.ts';

const nothing = () => undefined;

describe('golden drawings', () => {
  const cases = {
    staircase: { figure: staircase, onBoundary: nothing },
    'staircase-narrow': { figure: staircase, initialWidth: 320 },
    'staircase-ghost': { figure: staircase, ghost: scaled(staircase, 1.5) },
    stride: { figure: byStride },
    linear: { figure: occupancy },
    ladder: { figure: tiling },
    'ladder-ghost': { figure: tiling, ghost: scaled(tiling, 1.5) },
    'ladder-narrow': { figure: overheads, initialWidth: 320 },
    heat: { figure: heat },
    'heat-ghost': { figure: heat, ghost: scaled(heat, 1.5) },
    'heat-narrow': { figure: heat, initialWidth: 280 },
    empty: { figure: { ...staircase, series: [], tiers: [] } },
  };
  it.each(Object.entries(cases))('%s', async (name, props) => {
    const markup = renderToStaticMarkup(<LabFigure {...props} />);
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    // The stylesheet's hash is not the drawing's.
    const golden = markup.replaceAll('><', '>\n<').replaceAll(/\b_(\w+)_[0-9a-f]{6}\b/g, '$1');
    await expect(golden).toMatchFileSnapshot(`__snapshots__/${name}.html`);
  });
});
