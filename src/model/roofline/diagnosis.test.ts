import { describe, expect, it } from 'vitest';
import { formatRatio } from '#core/format.ts';
import { type Quantity, spec } from '#core/quantity.ts';
import { unwrap } from '#core/result.ts';
import { bytes, bytesPerSecond, flopsPerSecond, seconds } from '#core/units.ts';
import type { AnalysisSettings } from '../analysis/analysis.ts';
import { analyze } from '../analysis/analyze.ts';
import { updateUnit } from '../machine/edit.ts';
import type { ComputeUnit, Tier } from '../machine/machine.ts';
import { machinePreset } from '../machine/presets/index.ts';
import type { Stack } from '../workload/layer.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { applyChange, type Situation } from './change.ts';
import { diagnose } from './diagnosis.ts';

const SETTINGS: AnalysisSettings = { batch: 1, format: 'f16', overlap: 'double-buffered', residency: 'cold' };

function situation(stackId: string, machineId: string, change: Partial<AnalysisSettings> = {}): Situation {
  const stack = stackPreset(stackId)?.build({});
  const machine = machinePreset(machineId);
  if (stack === undefined || machine === undefined) throw new Error(`no ${stackId} on ${machineId}`);
  return { stack, machine, settings: { ...SETTINGS, ...change } };
}
/** Seconds of one occurrence of a layer for one sample, analysed from scratch. */
function timeOf({ stack, machine, settings }: Situation, path: string): number {
  const analysis = unwrap(analyze(unwrap(resolveStack(stack, settings.batch)), machine, settings));
  const layer = analysis.layers.find((each) => each.layer.path === path);
  if (layer === undefined) throw new Error(`no layer ${path}`);
  return layer.time / settings.batch;
}
const found = (from: Situation, path: string) => {
  const diagnosis = diagnose(from, path);
  if (diagnosis === null) throw new Error(`no diagnosis of ${path}`);
  return diagnosis;
};

describe('diagnosis', { timeout: 60_000 }, () => {
  it('finds the stated gain when its change is made and the stack analysed again', () => {
    const kinds = new Set<string>();
    const cases: readonly Situation[] = [
      situation('llama3-8b-decode', 'h100-sxm'),
      situation('resnet50', 'a100-80gb', { overlap: 'none' }),
      situation('resnet50', 'apple-m2'),
      situation('mobilenet-v2', 'h100-sxm', { format: 'f32' }),
      situation('bert-base', 'hbm-pim', { unit: 'pim' }),
      situation('llama3-8b-prefill', 'a100-80gb'),
      situation('lenet5', 'cortex-m7', { format: 'f32' }),
    ];
    for (const from of cases) {
      const { layers } = unwrap(
        analyze(unwrap(resolveStack(from.stack, from.settings.batch)), from.machine, from.settings),
      );
      const slowest = layers.filter(({ time }) => time > 0).sort((one, other) => other.time - one.time);
      for (const { layer } of [slowest[0], slowest[Math.floor(slowest.length / 2)], slowest.at(-1)].flatMap((each) =>
        each ? [each] : [],
      )) {
        const { change, gain, sentence } = found(from, layer.path);
        if (change === null) {
          expect(gain).toBe(1);
          continue;
        }
        kinds.add(change.kind);
        const after = timeOf(applyChange(change, from), layer.path);
        expect(timeOf(from, layer.path) / after).toBeCloseTo(gain, 9);
        expect(gain).toBeGreaterThan(1);
        expect(sentence).toContain(`would make it ${formatRatio(gain)} faster`);
      }
    }
    expect(kinds.size).toBeGreaterThanOrEqual(4);
  });

  it('advises a batch where weights are read for one token', () => {
    const { limiter, change, sentence } = found(situation('llama3-8b-decode', 'h100-sxm'), 'layers/mlp.gate_proj');
    expect(limiter).toBe('hbm');
    expect(change).toEqual({ kind: 'batch', batch: 8 });
    expect(sentence).toMatch(/^Bound by HBM3: .* batch 8 would make it 7\.98× faster for each sample\.$/);
  });

  it('advises fused attention where scores are written', () => {
    const from = situation('bert-base', 'a100-80gb', { batch: 64 });
    const path = attentionOf(from.stack);
    const standard: Situation = {
      ...from,
      stack: {
        ...from.stack,
        layers: from.stack.layers.map((item) =>
          'layers' in item
            ? {
                ...item,
                layers: item.layers.map((layer) =>
                  layer.kind === 'attention' ? { ...layer, fields: { ...layer.fields, algorithm: 'standard' } } : layer,
                ),
              }
            : item,
        ),
      },
    };
    const { change, gain } = found(standard, path);
    expect(change).toEqual({ kind: 'fused', layer: path });
    expect(timeOf(standard, path) / timeOf(from, path)).toBeCloseTo(gain, 9);
  });

  it('names compute where compute limits, and doubles what the machine lacks', () => {
    const { limiter, change, gain } = found(situation('vgg16', 'opteron-x2', { format: 'f32' }), 'features.2');
    expect(limiter).toBe('compute');
    expect(change).toEqual({ kind: 'peak', format: 'f32', factor: 2 });
    expect(gain).toBeGreaterThan(1.2);
  });

  it('names starting kernels where nothing takes longer', () => {
    const from = situation('lenet5', 'h100-sxm', { overlap: 'none' });
    const slow = updateUnit(from.machine, 'gpu', {
      launchOverhead: { value: seconds(5e-6), provenance: 'published', source: 'test' },
    });
    const { limiter, sentence } = found({ ...from, machine: slow }, 'fc1');
    expect(limiter).toBe('launch');
    expect(sentence).toMatch(/^Bound by starting kernels/);
  });

  it('says that a view takes no time, and nothing of a layer that is not there', () => {
    const from = situation('lenet5', 'h100-sxm');
    const view = unwrap(resolveStack(from.stack, 1)).layers.find((layer) => layer.ops.length === 0);
    expect(found(from, view?.path ?? '')).toMatchObject({ limiter: 'none', change: null, gain: 1 });
    expect(diagnose(from, 'nowhere')).toBeNull();
    expect(diagnose({ ...from, settings: { ...SETTINGS, unit: 'gone' } }, 'fc1')).toBeNull();
  });

  it('promises no gain that rests on what nobody published', () => {
    // The second unit is faster in all that is known of it.
    const figure = <T extends number>(value: T): Quantity<T> => spec(value, 'test');
    const unit = (id: string, tier: string, peak: number | null, launch: number | null): ComputeUnit => ({
      id,
      name: id,
      tier,
      instances: 1,
      peaks: { f16: peak === null ? null : figure(flopsPerSecond(peak)) },
      energy: {},
      operandStore: figure(bytes(1e6)),
      launchOverhead: launch === null ? null : figure(seconds(launch)),
    });
    const tier = (id: string, capacity: number, bandwidth: number | null): Partial<Tier> => ({
      id,
      capacity: figure(bytes(capacity)),
      readBandwidth: bandwidth === null ? null : figure(bytesPerSecond(bandwidth)),
    });
    const base = situation('vgg16', 'opteron-x2', { overlap: 'none' });
    const advice = (near: number | null, peak: number | null, launch: number | null) => {
      const [dram] = base.machine.tiers.slice(-1);
      if (dram === undefined) throw new Error('no tier');
      const tiers = [tier('near', 1e6, near), tier('far', 1e12, 1e12)].map((each) => ({ ...dram, ...each }));
      const units = [unit('slow', 'far', 1e9, 1e-6), unit('quick', 'near', peak, launch)];
      return found({ ...base, machine: { ...base.machine, tiers, units } }, 'features.2').change;
    };
    expect(advice(1e13, 1e13, 1e-6)).toEqual({ kind: 'unit', unit: 'quick' });
    expect(advice(null, 1e13, 1e-6)?.kind).not.toBe('unit');
    expect(advice(1e13, null, 1e-6)?.kind).not.toBe('unit');
    expect(advice(1e13, 1e13, null)?.kind).not.toBe('unit');
  });

  it('gives no advice that the memory cannot hold', () => {
    // Eight times as many key–value caches of 8,192 tokens, 17 GB, are more than the board has memory for.
    const stack = stackPreset('llama3-8b-decode')?.build({ context: 8192 });
    const preset = situation('llama3-8b-decode', 'raspberry-pi-5', { format: 'int4', batch: 8 });
    const from = { ...preset, stack: stack ?? preset.stack };
    const { change } = found(from, 'layers/mlp.gate_proj');
    expect(change?.kind).not.toBe('batch');
    const after = change && applyChange(change, from);
    if (after === null) throw new Error('no advice');
    const { placements } = unwrap(
      analyze(unwrap(resolveStack(after.stack, after.settings.batch)), after.machine, after.settings),
    );
    expect(placements.filter(({ tier }) => tier === null)).toEqual([]);
  });
});

function attentionOf(stack: Stack): string {
  for (const item of stack.layers)
    if ('layers' in item)
      for (const layer of item.layers) if (layer.kind === 'attention') return `${item.name}/${layer.name}`;
  throw new Error('no attention');
}
