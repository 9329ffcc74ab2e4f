import { describe, expect, it } from 'vitest';
import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from './kernel-cost.ts';
import { machineOf } from './resolved.fixture.ts';
import { twinOf } from './twin.ts';

const cost: KernelCost = {
  flop: flops(2e9),
  requested: bytes(8e9),
  moved: bytes(1e9),
  useful: bytes(9e8),
  tiled: bytes(3e8),
  compulsory: bytes(3e7),
};
const machine = (cache: number | null) =>
  machineOf([
    { id: 'cache', capacity: cache, bandwidth: 1e12 },
    { id: 'memory', bandwidth: 1e11 },
  ]);

describe('the twin of a kernel', () => {
  it('takes the largest of moved bytes at the cache, tiled bytes at memory, and compute', () => {
    expect(twinOf(cost, machine(null))).toEqual({
      time: 3e8 / 1e11,
      boundBy: 'memory',
      performance: 2e9 / (3e8 / 1e11),
      boundaries: [
        { tier: 'cache', bytes: 1e9, time: 1e9 / 1e12 },
        { tier: 'memory', bytes: 3e8, time: 3e8 / 1e11 },
      ],
    });
  });

  it('takes compulsory bytes at memory exactly when the working set fits the cache', () => {
    const memory = (capacity: number) => twinOf(cost, machine(capacity))?.boundaries[1]?.bytes;
    expect(memory(3e7)).toBe(3e7);
    expect(memory(3e7 - 1)).toBe(3e8);
    expect(twinOf(cost, machine(3e7))?.boundBy).toBe('compute');
  });

  it('leaves out what is unknown, and is null where nothing is known', () => {
    const half = machineOf(
      [
        { id: 'cache', bandwidth: null },
        { id: 'memory', bandwidth: 1e11 },
      ],
      { peak: null },
    );
    expect(twinOf(cost, half)).toMatchObject({ boundBy: 'memory', boundaries: [{ tier: 'memory', bytes: 3e8 }] });
    expect(twinOf(cost, machineOf([{ id: 'memory', bandwidth: null }], { peak: null }))).toBeNull();
    const [unit] = half.units;
    expect(unit && twinOf(cost, { ...half, units: [{ ...unit, peaks: { f16: null } }] })).toBeNull();
  });

  it('gives a kernel without arithmetic a time and no performance', () => {
    expect(twinOf({ ...cost, flop: flops(0) }, machine(null))).toMatchObject({ boundBy: 'memory', performance: 0 });
  });
});
