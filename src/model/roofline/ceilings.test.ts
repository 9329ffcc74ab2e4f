import { describe, expect, it } from 'vitest';
import { bytesPerSecond, flopsPerByte } from '#core/units.ts';
import { setBandwidth } from '../machine/edit.ts';
import type { Machine } from '../machine/machine.ts';
import { machinePresets } from '../machine/presets/index.ts';
import { bandAt, bandCurve } from './band.ts';
import { attainable, ceilingFor, rooflineOf } from './ceilings.ts';

const machine = (id: string): Machine => {
  const preset = machinePresets.find((each) => each.id === id);
  if (preset === undefined) throw new Error(`no machine ${id}`);
  return preset;
};
const ridge = (id: string, tier: string, format: string) =>
  rooflineOf(machine(id)).ridges.find((each) => each.tier === tier && each.format === format)?.intensity;

describe('roofline', () => {
  it('has the published ridge points', () => {
    // Williams 2009: 17.6 GFLOP/s over 15 GB/s.
    expect(ridge('opteron-x2', 'dram', 'f32')).toBeCloseTo(1.173, 3);
    expect(ridge('a100-80gb', 'hbm', 'bf16')).toBeCloseTo(153, 0);
    expect(ridge('h100-sxm', 'hbm', 'bf16')).toBeCloseTo(295, 0);
    const rounded = setBandwidth(machine('a100-80gb'), 'hbm', bytesPerSecond(2e12));
    expect(rooflineOf(rounded).ridges.find((each) => each.tier === 'hbm' && each.format === 'bf16')?.intensity).toBe(
      156,
    );
  });

  it('has a roof for every known bandwidth and peak, nearest first, and a ridge for each pair', () => {
    const { bandwidths, computes, ridges } = rooflineOf(machine('a100-80gb'));
    expect(bandwidths.map(({ tier }) => tier)).toEqual(['l1', 'l2', 'hbm']);
    expect(computes.map(({ format }) => format)).toEqual(['f32', 'f16', 'bf16', 'int8', 'int4']);
    expect(ridges).toHaveLength(15);
    for (const { intensity, performance, tier } of ridges) {
      const slope = bandwidths.find((each) => each.tier === tier)?.bandwidth.value ?? 0;
      expect(intensity * slope).toBeCloseTo(performance, -3);
    }
    expect(rooflineOf(machine('rtx-4090')).bandwidths.map(({ tier }) => tier)).toEqual(['l1', 'gddr']);
  });

  it('is of what one unit sees: at the banks, the internal bandwidth', () => {
    const host = rooflineOf(machine('hbm-pim'), 'host');
    const banks = rooflineOf(machine('hbm-pim'), 'pim');
    const slope = (of: typeof host) => of.bandwidths.find(({ tier }) => tier === 'hbm')?.bandwidth.value ?? 0;
    expect(slope(banks) / slope(host)).toBe(4);
    expect(banks.bandwidths).toHaveLength(1);
    expect(rooflineOf(machine('hbm-pim'), 'gone').computes).toEqual(host.computes);
  });

  it('bounds performance by the slope, then by the flat roof', () => {
    const roofline = rooflineOf(machine('h100-sxm'));
    expect(attainable(roofline, 'hbm', 'bf16', flopsPerByte(10))).toBeCloseTo(33.5e12, -6);
    expect(attainable(roofline, 'hbm', 'bf16', flopsPerByte(1000))).toBe(989.4e12);
    expect(attainable(roofline, 'disk', 'bf16', flopsPerByte(1))).toBe(989.4e12);
    expect(attainable(roofline, 'disk', 'int4', flopsPerByte(1))).toBe(Number.POSITIVE_INFINITY);
    expect(ceilingFor(machine('h100-sxm'), 'int4')?.format).toBe('int8');
  });

  it('has a band from max to sum: half at the ridge point, nothing far from it', () => {
    const roofline = rooflineOf(machine('h100-sxm'));
    const at = (intensity: number) => {
      const point = bandAt(roofline, 'hbm', 'bf16', flopsPerByte(intensity));
      return point === null ? null : point.lower / point.upper;
    };
    expect(at(989.4 / 3.35)).toBeCloseTo(0.5, 6);
    expect(at(1e-3)).toBeCloseTo(1, 4);
    expect(at(1e6)).toBeCloseTo(1, 3);
    expect(at(100)).toBeCloseTo(1 / (1 + 335 / 989.4), 6);
    expect(bandAt(roofline, 'disk', 'bf16', flopsPerByte(1))).toBeNull();
    const curve = bandCurve(roofline, 'hbm', 'bf16', [flopsPerByte(0.1), flopsPerByte(1000)], 5);
    expect(curve.map(({ intensity }) => Number(intensity.toPrecision(6)))).toEqual([0.1, 1, 10, 100, 1000]);
    for (const { lower, upper } of curve) expect(lower).toBeLessThan(upper);
  });
});
