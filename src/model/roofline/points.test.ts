import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { AnalysisSettings } from '../analysis/analysis.ts';
import { analyze } from '../analysis/analyze.ts';
import { linearStack, machineOf } from '../analysis/resolved.fixture.ts';
import { h100 } from '../machine/presets/h100-sxm.ts';
import { hbmPim } from '../machine/presets/hbm-pim.ts';
import { machinePresets } from '../machine/presets/index.ts';
import { stackPresets } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { explainAboveRoof, layerPoints } from './points.ts';

const SETTINGS: AnalysisSettings = { batch: 1, format: 'f16', overlap: 'double-buffered', residency: 'cold' };
const preset = (id: string) => {
  const stack = stackPresets.find((each) => each.id === id)?.build({});
  if (stack === undefined) throw new Error(`no stack ${id}`);
  return stack;
};
const resnet = unwrap(resolveStack(preset('resnet50'), 1));

describe('points of layers', { timeout: 30_000 }, () => {
  it('are one for each layer with arithmetic, at one boundary or at all', () => {
    const analysis = unwrap(analyze(resnet, h100, SETTINGS));
    const working = analysis.layers.filter(({ layer, time }) => layer.flop > 0 && time > 0);
    expect(working.length).toBeLessThan(analysis.layers.length);
    expect(layerPoints(analysis, 'hbm')).toHaveLength(working.length);
    const all = layerPoints(analysis, 'all');
    expect(all).toHaveLength(3 * working.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ subject }) => subject)).size).toBe(working.length);
    expect(layerPoints(analysis, 'nowhere')).toEqual([]);
  });

  it('carry performance from the time, and the time of all occurrences', () => {
    const analysis = unwrap(analyze(resnet, h100, SETTINGS));
    const repeated = analysis.layers.find(({ layer }) => layer.times > 1 && layer.flop > 0);
    const point = layerPoints(analysis, 'hbm').find(({ subject }) => subject === repeated?.layer.path);
    expect(point?.performance).toBeCloseTo((repeated?.layer.flop ?? 0) / (repeated?.time ?? 1), -3);
    expect(point?.time).toBeCloseTo((repeated?.time ?? 0) * (repeated?.layer.times ?? 0), 12);
    expect(point?.category).toBe('convolution');
    expect(point?.provenance).toBe('modelled');
  });

  it('lie on their limiting roof with perfect overlap, and never above any roof', () => {
    for (const machine of machinePresets) {
      const analysis = unwrap(analyze(resnet, machine, SETTINGS));
      for (const { ofRoof, boundary, boundBy } of layerPoints(analysis)) {
        expect(ofRoof).toBeLessThanOrEqual(1 + 1e-9);
        if (boundary === boundBy) expect(ofRoof).toBeCloseTo(1, 9);
      }
    }
  });

  it('lie between the band and the roof without overlap', () => {
    const analysis = unwrap(analyze(resnet, h100, { ...SETTINGS, overlap: 'none' }));
    for (const { ofRoof } of layerPoints(analysis)) expect(ofRoof).toBeLessThan(1);
  });

  it('say in a few words what bounds them', () => {
    const [point] = layerPoints(unwrap(analyze(linearStack(1, 4096, 4096), h100, SETTINGS)), 'hbm');
    expect(point?.explanation).toBe('Bound by HBM3; 100\u00a0% of the roof at HBM3.');
    const launched = machineOf([{ id: 'dram', capacity: 1e9 }], { operandStore: 1e6, launch: 1 });
    const [slow] = layerPoints(
      unwrap(analyze(linearStack(4, 4, 4), launched, { ...SETTINGS, format: 'f32', overlap: 'none' })),
    );
    expect(slow).toMatchObject({ boundBy: 'launch', explanation: expect.stringMatching(/^Bound by starting kernels/) });
  });

  it('above a roof have a reason', () => {
    expect(explainAboveRoof({ name: 'L2', kind: 'bandwidth' })).toMatch(/^Above the L2 roof: .*modelled bytes/);
    expect(explainAboveRoof({ name: 'f32', kind: 'compute' })).toMatch(/^Above the f32 roof: /);
  });
});

describe('compute at the banks', () => {
  const timeOn = (unit: string, m: number, n: number, k: number) =>
    unwrap(analyze(linearStack(m, n, k), hbmPim, { ...SETTINGS, unit })).totals.timeLower;

  it('gains nearly the internal over external bandwidth on a matrix–vector product, and never more', () => {
    for (const size of [1024, 4096, 8192, 16_384]) {
      const gain = timeOn('host', 1, size, size) / timeOn('pim', 1, size, size);
      expect(gain).toBeLessThanOrEqual(4);
      expect(gain).toBeGreaterThan(3.5);
    }
  });

  it('loses to the host on a large matmul', () => {
    expect(timeOn('pim', 4096, 4096, 4096) / timeOn('host', 4096, 4096, 4096)).toBeGreaterThan(3);
  });

  it('sees only the boundaries from its tier outward', () => {
    const analysis = unwrap(analyze(linearStack(1, 64, 64), hbmPim, { ...SETTINGS, unit: 'pim' }));
    expect(analysis.layers[0]?.boundaries.map(({ tier }) => tier)).toEqual(['hbm']);
    expect(analysis.totals.energy).toBeGreaterThan(0);
  });
});
