import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TrainingChart } from './training-chart.tsx';
import { CATEGORIES, type TrainingFigure, trainingScene } from './training-scene.ts';

const figure: TrainingFigure = {
  bars: [1, 2, 4, 1024].map((devices) => ({
    devices,
    parts: { weights: 15e9, gradients: 15e9 / devices, optimizer: 90e9 / devices, activations: 4e9, kv: 0 },
  })),
  chosen: 2,
  capacity: 80e9,
};
const nothing = () => undefined;

describe('golden drawings', () => {
  const cases = {
    bars: <TrainingChart figure={figure} onChoose={nothing} />,
    'bars-narrow': <TrainingChart figure={figure} onChoose={nothing} initialWidth={300} />,
    'bars-low': <TrainingChart figure={{ ...figure, capacity: 1e12 }} onChoose={nothing} />,
    'bars-none': <TrainingChart figure={{ ...figure, bars: [] }} onChoose={nothing} />,
  };
  it.each(Object.entries(cases))('%s', async (name, chart) => {
    const markup = renderToStaticMarkup(chart);
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    // The stylesheet's hash is not the drawing's.
    const golden = markup.replaceAll('><', '>\n<').replaceAll(/\b_(\w+)_[0-9a-f]{6}\b/g, '$1');
    await expect(golden).toMatchFileSnapshot(`__snapshots__/${name}.html`);
  });

  it('stacks each bar without a gap, from the floor to its total', () => {
    const { lines, frame } = trainingScene(figure, { width: 640, fontSize: 12 });
    const floor = frame.height - frame.bottom;
    for (const { devices } of figure.bars) {
      const parts = lines.flat().filter(({ id }) => id.endsWith(` ${devices}`));
      expect(parts.map(({ category }) => category)).toEqual(['activations', 'optimizer', 'gradients', 'weights']);
      let bottom = floor;
      for (const { top, height } of [...parts].reverse()) {
        // A part too thin to be seen is drawn half a pixel high.
        expect(Math.abs(top + height - bottom)).toBeLessThan(0.6);
        bottom = top;
      }
    }
    expect(lines.map(([first]) => first?.category)).toEqual([...CATEGORIES].reverse().filter((each) => each !== 'kv'));
  });
});
