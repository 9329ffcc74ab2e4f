import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FrontierChart } from './frontier-chart.tsx';
import type { FrontierFigure } from './frontier-scene.ts';
import { HeldStrip } from './held-strip.tsx';
import { MemoryChart } from './memory-chart.tsx';

const figure: FrontierFigure = {
  optimum: [
    { memory: 7, time: 75 },
    { memory: 8, time: 50 },
    { memory: 9, time: 45 },
    { memory: 33, time: 30 },
  ],
  series: [
    { id: 'none', label: 'Save all', marks: [{ memory: 33, time: 30, choice: 'all saved' }] },
    {
      id: 'segments',
      label: 'Segments',
      marks: [
        { memory: 14, time: 38, choice: '4 segments' },
        { memory: 19, time: 35, choice: '2 segments' },
      ],
    },
    { id: 'slow', label: 'Slow', marks: [{ memory: 12, time: 900, choice: '' }] },
  ],
  ideal: 30,
  all: 33,
};
const strip = {
  activations: Uint8Array.of(1, 0, 1, 0, 0),
  saved: Uint8Array.of(0, 0, 2, 1),
  gradient: 4,
  layer: 3,
  backward: false,
  label: 'In memory',
};
const nothing = () => undefined;

describe('golden drawings', () => {
  const cases = {
    frontier: <FrontierChart figure={figure} budget={9} chosen={{ memory: 9, time: 45 }} />,
    'frontier-narrow': <FrontierChart figure={figure} budget={33} chosen={null} initialWidth={320} />,
    'frontier-empty': <FrontierChart figure={{ ...figure, optimum: [], series: [] }} budget={9} chosen={null} />,
    memory: (
      <MemoryChart memory={Float64Array.of(3, 6, 7, 3, 5, 6)} budget={8} done={3} label="Memory" onStep={nothing} />
    ),
    'memory-long': (
      <MemoryChart
        memory={Float64Array.from({ length: 5000 }, (_, step) => (step === 2500 ? 9 : 1))}
        budget={10}
        done={0}
        label="Memory"
        onStep={nothing}
        initialWidth={120}
      />
    ),
    held: <HeldStrip {...strip} />,
    'held-backward': <HeldStrip {...strip} backward gradient={3} layer={3} initialWidth={320} />,
  };
  it.each(Object.entries(cases))('%s', async (name, chart) => {
    const markup = renderToStaticMarkup(chart);
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    // The stylesheet's hash is not the drawing's.
    const golden = markup.replaceAll('><', '>\n<').replaceAll(/\b_(\w+)_[0-9a-f]{6}\b/g, '$1');
    await expect(golden).toMatchFileSnapshot(`__snapshots__/${name}.html`);
  });

  it('never draws a peak away, however many steps share a pixel', () => {
    const long = renderToStaticMarkup(cases['memory-long']);
    const flat = renderToStaticMarkup(
      <MemoryChart
        memory={new Float64Array(5000).fill(1)}
        budget={10}
        done={0}
        label="Memory"
        onStep={nothing}
        initialWidth={120}
      />,
    );
    const heights = (markup: string) => new Set(/ d="(M[^"]*Z)"/.exec(markup)?.[1]?.match(/V[\d.]+/g)).size;
    expect(heights(long)).toBe(heights(flat) + 1);
  });
});
