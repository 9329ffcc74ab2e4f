import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { RooflineChartProps } from './chart-props.ts';
import { accelerator, measuredDevice, measuredKernels, residualNetwork } from './example.fixture.ts';
import { RooflineChart } from './roofline-chart.tsx';

const points = residualNetwork();
const chart: RooflineChartProps = {
  roofline: accelerator,
  format: 'f16',
  points,
  selectedBoundary: 'hbm',
  initialWidth: 900,
  height: 560,
};

describe('golden drawings', () => {
  const oneTier = { ...accelerator, bandwidths: accelerator.bandwidths.slice(2, 3) };
  const [l1, l2, hbm, host] = accelerator.bandwidths;
  const five = {
    ...accelerator,
    bandwidths: [l1, l2, { ...hbm, tier: 'llc', name: 'Last-level cache' }, hbm, host].filter(
      (ceiling) => ceiling !== undefined,
    ) as typeof accelerator.bandwidths,
  };
  const cases: Readonly<Record<string, RooflineChartProps>> = {
    'one-tier': { ...chart, roofline: oneTier },
    'five-tiers': { ...chart, roofline: five, selectedBoundary: 'all' },
    measured: { ...chart, roofline: measuredDevice, format: 'f32', points: measuredKernels, selectedBoundary: 'all' },
    narrow: { ...chart, initialWidth: 360, height: 320 },
    isolated: { ...chart, selectedBoundary: 'all', isolated: 'layer3.0.conv2' },
    band: { ...chart, showBand: true, readOnly: true },
    ghosts: { ...chart, format: 'f32', points: [...points, ...measuredKernels], ghosts: [measuredDevice] },
    empty: { ...chart, points: [] },
  };
  it.each(Object.entries(cases))('%s', async (name, props) => {
    const markup = renderToStaticMarkup(<RooflineChart {...props} />);
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    // The stylesheet's hash is not the drawing's.
    const golden = markup.replaceAll('><', '>\n<').replaceAll(/\b_(\w+)_[0-9a-f]{6}\b/g, '$1');
    await expect(golden).toMatchFileSnapshot(`__snapshots__/${name}.html`);
  });
});
