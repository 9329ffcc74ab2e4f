import { describe, expect, it } from 'vitest';
import { bytes, seconds } from '#core/units.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleDiscovery, sampleRun } from '#measure/record/sample-run.ts';
import { isOver } from './figure.ts';
import { cpuTiers, suiteTime, type TimedRun } from './suites.ts';

const of = (time: number, over: Partial<Run> = {}): TimedRun => ({
  run: sampleRun({ seconds: seconds(time), ...over }),
  wall: time + 1,
});
const { adapter } = sampleRun();

describe('time of a suite', () => {
  it.each([
    ['a discrete GPU', { ...adapter, vendor: 'nvidia' }, 3],
    ['an integrated one', { ...adapter, vendor: 'intel' }, 10],
    ['a software adapter', { ...adapter, fallback: true }, 30],
  ])('is held to the budget of quick on %s, by its worst', (_, device, budget) => {
    const late = suiteTime('quick', [
      of(1, { adapter: device }),
      of(1, { adapter: device }),
      of(budget + 1, { adapter: device }),
    ]);
    expect(late.figures[0]).toMatchObject({ median: 1, worst: budget + 1, budget });
    expect(late.figures.some(isOver)).toBe(true);
  });

  it('has no budget where ARCHITECTURE.md names none', () => {
    for (const over of [{ engine: 'cpu' }, { suite: 'discover' }, { suite: 'thorough' }] as const)
      expect(suiteTime('suite', [of(400, over)]).figures[0]).not.toHaveProperty('budget');
    expect(suiteTime('suite', [of(400, { engine: 'cpu', suite: 'discover' })]).figures[0]).toMatchObject({
      budget: 35,
    });
  });

  it('comes with what went wrong', () => {
    expect(suiteTime('quick', [of(1), of(1)]).notes).toEqual(['quick: Too large.']);
  });
});

describe('discovery on the processor', () => {
  const machine = sampleDiscovery();
  const [nearest] = machine.tiers;
  if (nearest === undefined) throw new Error('a discovery without tiers');
  const found = of(20, { machine });
  const one = of(20, { machine: { ...machine, tiers: [nearest], range: [bytes(64), bytes(128)] } });

  it('is to find two tiers in each run, and to end in time', () => {
    expect(cpuTiers([found, found, found]).figures.some(isOver)).toBe(false);
    expect(cpuTiers([found, one, found]).figures.map(isOver)).toEqual([true, false]);
    expect(cpuTiers([found, found, { ...found, wall: 36 }]).figures.map(isOver)).toEqual([false, true]);
  });

  it('found nothing where there are no tiers', () => {
    expect(cpuTiers([of(20)]).figures.map(isOver)).toEqual([true, false]);
  });

  it('names the tiers of each run', () => {
    const { notes = [] } = cpuTiers([found, one]);
    expect(notes).toHaveLength(2);
    for (const { name } of machine.tiers) expect(notes[0]).toContain(name);
  });
});
