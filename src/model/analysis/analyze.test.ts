import { describe, expect, it } from 'vitest';
import { spec } from '#core/quantity.ts';
import { unwrap } from '#core/result.ts';
import { bytesPerSecond, joulesPerBit } from '#core/units.ts';
import type { ComputeUnit } from '../machine/machine.ts';
import { h100 } from '../machine/presets/h100-sxm.ts';
import type { MapOp } from '../workload/op.ts';
import type { AnalysisSettings } from './analysis.ts';
import { analyze } from './analyze.ts';
import { COLD, linearStack, machineOf, matmulOp, resolvedOf } from './resolved.fixture.ts';

const only = (...args: Parameters<typeof analyze>) => {
  const analysis = unwrap(analyze(...args));
  const [layer] = analysis.layers;
  if (layer === undefined) throw new Error('no layer');
  return { analysis, layer };
};

describe('analyze', () => {
  it('takes the largest of compute and transfers as the lower bound, their sum and the launch as the upper', () => {
    // 2·64³ FLOP at 1 TFLOP/s; 3·64² words of 4 B once from each tier.
    const machine = machineOf(
      [
        { id: 'sram', capacity: 1e6, bandwidth: 1e11 },
        { id: 'dram', capacity: 1e9, bandwidth: 1e10 },
      ],
      { operandStore: 1e6, launch: 5e-6 },
    );
    const { layer, analysis } = only(linearStack(64, 64, 64), machine, COLD);
    const compute = (2 * 64 ** 3) / 1e12;
    const bytes = 3 * 64 * 64 * 4;
    expect(layer.computeTime).toBeCloseTo(compute, 15);
    expect(layer.boundaries.map(({ tier, read, written }) => [tier, read, written])).toEqual([
      ['sram', (2 * bytes) / 3, bytes / 3],
      ['dram', (2 * bytes) / 3, bytes / 3],
    ]);
    expect(layer.timeLower).toBeCloseTo(bytes / 1e10, 12);
    expect(layer.timeUpper).toBeCloseTo(compute + bytes / 1e10 + bytes / 1e11 + 5e-6, 12);
    expect(layer.time).toBe(layer.timeUpper);
    expect(layer.boundBy).toBe('dram');
    expect(analysis.launchOverhead).toEqual({ inLower: false, inUpper: true });
    const overlapped = only(linearStack(64, 64, 64), machine, { ...COLD, overlap: 'double-buffered' });
    expect(overlapped.layer.time).toBe(overlapped.layer.timeLower);
  });

  it('turns from memory to compute near the critical batch of the JAX scaling book, 240 on a TPU v5e', () => {
    const machine = machineOf([{ id: 'hbm', capacity: 16e9, bandwidth: 8.2e11 }], { peak: 1.97e14, operandStore: 1e9 });
    const settings: AnalysisSettings = { ...COLD, overlap: 'double-buffered' };
    const tpu = {
      ...machine,
      units: machine.units.map((unit) => ({ ...unit, peaks: { bf16: unit.peaks.f32 ?? null } })),
    };
    const boundBy = (batch: number) =>
      only(linearStack(batch, 16_384, 16_384), tpu, { ...settings, format: 'bf16' }).layer.boundBy;
    expect([230, 260].map(boundBy)).toEqual(['hbm', 'compute']);
  });

  it('gives SAXPY 1/6 FLOP/B: two FLOP on twelve bytes of f32', () => {
    const saxpy: MapOp = { op: 'map', elements: 1000, operands: [1000, 1000], weightElements: 0, flopPerElement: 2 };
    const stack = resolvedOf([{ name: 'saxpy', input: [1, 1000], output: [1, 1000], ops: [saxpy] }]);
    const { layer } = only(stack, machineOf([{ id: 'dram', capacity: 1e9 }]), COLD);
    expect(layer.boundaries[0]?.intensity).toBeCloseTo(1 / 6, 12);
  });

  it('gives a square matmul N/6 where the result is only written, N/8 with a result that is also read', () => {
    const n = 512;
    const machine = machineOf([{ id: 'dram', capacity: 1e9 }], { operandStore: 1e9 });
    const { layer } = only(linearStack(n, n, n), machine, COLD);
    const [boundary] = layer.boundaries;
    // 12·N² bytes: A and B read, C written. BLAS's beta ≠ 0 reads C too, 16·N².
    expect(boundary?.intensity).toBeCloseTo(n / 6, 9);
    expect((2 * n ** 3) / ((boundary?.read ?? 0) + 2 * (boundary?.written ?? 0))).toBeCloseTo(n / 8, 9);
  });

  it('fetches both operands of every MAC where the operand store is unknown', () => {
    const { layer, analysis } = only(linearStack(8, 8, 8), machineOf([{ id: 'dram', capacity: 1e9 }]), COLD);
    expect(layer.boundaries[0]).toMatchObject({ read: 2 * 512 * 4, written: 64 * 4, compulsory: 3 * 64 * 4 });
    expect(analysis.notes.join(' ')).toMatch(/operand store of Core is unknown/);
  });

  it('tiles in one instance of the nearer tier, and in half of it when double-buffered', () => {
    const tiers = (instances: number) => [
      { id: 'l1', capacity: 48 * 48 * 4 * 3, instances },
      { id: 'dram', capacity: 1e9 },
    ];
    const dram = (instances: number, overlap: AnalysisSettings['overlap']) => {
      const { layer } = only(linearStack(960, 960, 960), machineOf(tiers(instances)), { ...COLD, overlap });
      return (layer.boundaries[1]?.read ?? 0) + (layer.boundaries[1]?.written ?? 0);
    };
    expect(dram(64, 'none')).toBe(dram(1, 'none'));
    expect(dram(1, 'double-buffered') / dram(1, 'none')).toBeGreaterThan(1.3);
  });

  it('passes traffic through a tier of unknown capacity, and says so', () => {
    const machine = machineOf([{ id: 'cache' }, { id: 'dram', capacity: 1e9 }], { operandStore: 400 });
    const { layer, analysis } = only(linearStack(64, 64, 64), machine, COLD);
    expect(layer.boundaries[1]?.read).toBe(layer.boundaries[0]?.read);
    expect(analysis.notes.join(' ')).toMatch(/capacity of CACHE is unknown/);
  });

  it('adds read and written times, writes at their own bandwidth where it is known', () => {
    const fast = machineOf([{ id: 'dram', capacity: 1e9, bandwidth: 1e10, write: 1e9 }], { operandStore: 1e9 });
    const { layer } = only(linearStack(64, 64, 64), fast, COLD);
    expect(layer.boundaries[0]?.time).toBeCloseTo((2 * 16_384) / 1e10 + 16_384 / 1e9, 14);
  });

  it('counts energy of bits and FLOP, and none where one is unknown', () => {
    const tiers = [{ id: 'dram', capacity: 1e9, energy: 4e-12 }];
    const known = machineOf(tiers, { operandStore: 1e9, energy: 1e-12 });
    const { layer, analysis } = only(linearStack(64, 64, 64), known, COLD);
    expect(layer.energy).toBeCloseTo(3 * 64 * 64 * 32 * 4e-12 + 2 * 64 ** 3 * 1e-12, 15);
    expect(analysis.totals.energy).toBe(layer.energy);
    expect(only(linearStack(64, 64, 64), machineOf(tiers, { operandStore: 1e9 }), COLD).layer.energy).toBeNull();
  });

  it('counts the bits of a path of its own at the energy of that path, unknown where nobody published it', () => {
    const machine = machineOf(
      [
        { id: 'near', capacity: 1e6, energy: 1e-12 },
        { id: 'far', capacity: 1e9, energy: 4e-12 },
      ],
      { operandStore: 1e6, energy: 1e-12 },
    );
    const energyOf = (change: Partial<ComputeUnit>) => {
      const units = machine.units.map((unit) => ({ ...unit, ...change }));
      return only(linearStack(64, 64, 64), { ...machine, units }, COLD).layer.energy;
    };
    const bits = 3 * 64 * 64 * 32;
    const compute = 2 * 64 ** 3 * 1e-12;
    const bandwidth = spec(bytesPerSecond(1e12), 'test');
    expect(energyOf({})).toBeCloseTo(bits * 5e-12 + compute, 15);
    expect(energyOf({ bandwidth })).toBeNull();
    expect(energyOf({ bandwidth, tierEnergy: null })).toBeNull();
    const tierEnergy = spec(joulesPerBit(5e-13), 'test');
    expect(energyOf({ bandwidth, tierEnergy })).toBeCloseTo(bits * 4.5e-12 + compute, 15);
    expect(energyOf({ tierEnergy })).toBeCloseTo(bits * 4.5e-12 + compute, 15);
  });

  it('counts every occurrence in the totals', () => {
    const layer = { name: 'block', input: [4, 32], output: [4, 32], ops: [matmulOp(4, 32, 32)], weights: 1024 };
    const machine = machineOf([{ id: 'dram', capacity: 1e9 }], { operandStore: 1e5 });
    const once = unwrap(analyze(resolvedOf([layer]), machine, COLD));
    const often = unwrap(analyze(resolvedOf([{ ...layer, times: 12, state: 10 }]), machine, COLD));
    expect(often.layers[0]?.time).toBe(once.layers[0]?.time);
    expect(often.totals.timeLower).toBeCloseTo(12 * once.totals.timeLower, 12);
    expect(often.totals).toMatchObject({ parameters: 12 * 1024, macs: 12 * 4096, flop: 12 * 8192 });
    // Weights and state of all occurrences; one input and one output alive at once.
    expect(often.totals.peakMemory).toBe(12 * (1024 + 10) * 4 + 2 * 128 * 4);
  });

  it('computes in a wider format where the unit lacks one, and refuses where there is none', () => {
    const { analysis, layer } = only(linearStack(64, 64, 64), h100, { ...COLD, format: 'int4' });
    expect(layer.computeTime).toBeCloseTo((2 * 64 ** 3) / 1978.9e12, 20);
    expect(layer.boundaries.at(-1)?.compulsory).toBe((3 * 64 * 64) / 2);
    expect(analysis.notes[0]).toMatch(/no peak for int4: it computes in int8/);
    const integers = machineOf([{ id: 'dram', capacity: 1e9 }]);
    const [unit] = integers.units;
    if (unit === undefined) throw new Error('no unit');
    const refused = analyze(linearStack(4, 4, 4), { ...integers, units: [{ ...unit, peaks: { int8: null } }] }, COLD);
    expect(refused).toMatchObject({ ok: false, error: { field: 'units[0].peaks.f32' } });
    expect(analyze(linearStack(4, 4, 4), integers, { ...COLD, unit: 'npu' })).toMatchObject({
      ok: false,
      error: { field: 'unit', message: expect.stringContaining('core') },
    });
  });

  it('never makes a number of what is unknown', () => {
    const blank = machineOf(
      [
        { id: 'cache', bandwidth: null },
        { id: 'dram', bandwidth: null },
      ],
      { peak: null },
    );
    const refused = analyze(linearStack(64, 64, 64), blank, COLD);
    expect(refused).toMatchObject({ ok: false, error: { field: 'units[0].peaks.f32' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(/nothing can be timed: give the peak or a bandwidth/);

    const bandwidthOnly = only(linearStack(64, 64, 64), machineOf([{ id: 'dram' }], { peak: null }), COLD).layer;
    expect(bandwidthOnly).toMatchObject({ computeTime: null, boundBy: 'dram', energy: null });
    expect(bandwidthOnly.timeLower).toBeGreaterThan(0);
    const peakOnly = only(linearStack(64, 64, 64), machineOf([{ id: 'dram', bandwidth: null }]), COLD).layer;
    expect(peakOnly.boundaries.map(({ time }) => time)).toEqual([null]);
    expect(peakOnly.timeLower).toBe(peakOnly.computeTime);
  });

  it('counts a bias once, and a view not at all', () => {
    const stack = resolvedOf([
      { name: 'fc', input: [4, 8], output: [4, 16], ops: [matmulOp(4, 16, 8)], weights: 16 * 8 + 16 },
      { name: 'view', input: [4, 16], output: [64] },
    ]);
    const analysis = unwrap(analyze(stack, machineOf([{ id: 'dram', capacity: 1e9 }], { operandStore: 1e5 }), COLD));
    expect(analysis.layers[0]?.boundaries[0]?.read).toBe((32 + 128 + 16) * 4);
    expect(analysis.layers[1]).toMatchObject({ time: 0, energy: 0, residency: { weights: null } });
    expect(analysis.layers[1]?.boundaries[0]).toMatchObject({ read: 0, written: 0, intensity: null, time: 0 });
  });
});
