import { describe, expect, it } from 'vitest';
import { bytesPerSecond, flopsPerSecond } from '#core/units.ts';
import {
  addTier,
  addUnit,
  EDITED,
  moveTier,
  removeTier,
  removeUnit,
  setBandwidth,
  setPeak,
  updateTier,
  updateUnit,
} from './edit.ts';
import type { Machine } from './machine.ts';
import { parseMachine } from './machine-schema.ts';
import { cortexM7 } from './presets/cortex-m7.ts';
import { h100 } from './presets/h100-sxm.ts';
import { hbmPim } from './presets/hbm-pim.ts';

const ids = (machine: Machine) => machine.tiers.map((tier) => tier.id);
const isWhole = (machine: Machine) => parseMachine(JSON.parse(JSON.stringify(machine))).ok;

describe('editing a machine', () => {
  it('adds a tier before the farthest, with a free id', () => {
    const once = addTier(h100);
    expect(ids(once)).toEqual(['l1', 'l2', 'tier-1', 'hbm']);
    expect(ids(addTier(once, {}, 0))).toEqual(['tier-2', 'l1', 'l2', 'tier-1', 'hbm']);
    expect(ids(addTier(h100, { id: 'l2' }, 99))).toEqual(['l1', 'l2', 'hbm', 'tier-1']);
    expect(isWhole(addTier(h100, {}, 99))).toBe(true);
    expect(h100.tiers).toHaveLength(3);
  });

  it('keeps the farthest tier a store, whatever moves', () => {
    const moved = moveTier(h100, 'hbm', 0);
    expect(ids(moved)).toEqual(['hbm', 'l1', 'l2']);
    expect(moved.tiers.at(-1)?.role).toBe('store');
    expect(updateTier(h100, 'hbm', { role: 'cache' }).tiers.at(-1)?.role).toBe('store');
    expect(isWhole(moved)).toBe(true);
  });

  it('moves the units of a removed tier outward, and keeps the last tier', () => {
    const removed = removeTier(h100, 'l1');
    expect(removed.units[0]?.tier).toBe('l2');
    expect(removeTier(hbmPim, 'hbm').units.map((unit) => unit.tier)).toEqual(['l2', 'l2']);
    const last = removeTier(removeTier(removed, 'l2'), 'hbm');
    expect(ids(last)).toEqual(['hbm']);
  });

  it('renames a tier together with its units, and takes no id twice', () => {
    expect(updateTier(h100, 'l1', { id: 'sm' }).units[0]?.tier).toBe('sm');
    expect(ids(updateTier(h100, 'l1', { id: 'l2' }))).toEqual(['l1', 'l2', 'hbm']);
    expect(updateUnit(hbmPim, 'pim', { id: 'host' }).units.map((unit) => unit.id)).toEqual(['host', 'pim']);
    expect(updateUnit(hbmPim, 'pim', { tier: 'nowhere' }).units[1]?.tier).toBe('hbm');
  });

  it('adds and removes units, never the last', () => {
    const more = addUnit(h100);
    expect(more.units[1]).toMatchObject({ id: 'unit-1', tier: 'l1', peaks: { f32: null } });
    expect(isWhole(more)).toBe(true);
    expect(removeUnit(more, 'gpu').units.map((unit) => unit.id)).toEqual(['unit-1']);
    expect(removeUnit(h100, 'gpu')).toBe(h100);
  });

  it('marks a dragged roof as edited by hand, and keeps the ratio of writes to reads', () => {
    const changed = setBandwidth(h100, 'hbm', bytesPerSecond(5e12));
    expect(changed.tiers[2]?.readBandwidth).toEqual({ value: 5e12, provenance: 'derived', source: EDITED });
    expect(changed.tiers[2]?.writeBandwidth).toBeNull();
    const half = updateTier(cortexM7, 'sram', {
      writeBandwidth: { value: bytesPerSecond(0.96e9), provenance: 'spec' },
    });
    expect(setBandwidth(half, 'sram', bytesPerSecond(3.84e9)).tiers[1]?.writeBandwidth?.value).toBeCloseTo(1.92e9, 0);
    const peak = setPeak(h100, 'gpu', 'f32', flopsPerSecond(1e14)).units[0]?.peaks;
    expect(peak?.f32).toEqual({ value: 1e14, provenance: 'derived', source: EDITED });
    expect(peak?.f16?.provenance).toBe('spec');
  });

  it('drags the path of a unit at the banks, not the pins', () => {
    const changed = setBandwidth(hbmPim, 'hbm', bytesPerSecond(6e12), 'pim');
    expect(changed.units[1]?.bandwidth?.value).toBe(6e12);
    expect(changed.tiers[1]).toBe(hbmPim.tiers[1]);
    expect(setBandwidth(hbmPim, 'hbm', bytesPerSecond(6e12), 'host').tiers[1]?.readBandwidth?.value).toBe(6e12);
  });
});
