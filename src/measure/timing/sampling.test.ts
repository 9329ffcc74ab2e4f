import { describe, expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import { LONGEST_SUBMIT } from './estimator.ts';
import { aimedPass, calibrate, type Sampling, sample } from './sampling.ts';
import { SimulatedTimer } from './simulated-clock.ts';

function sampling(timer: SimulatedTimer, over: Partial<Sampling> = {}): Sampling {
  return {
    timer,
    clock: timer.clock,
    passSeconds: 0.01,
    pairs: 7,
    deadline: 5000,
    ramp: 0,
    now: () => timer.time * 1000,
    ...over,
  };
}

describe('sampling', () => {
  it('times dispatches from a microsecond to a tenth of a second within one per cent on a masked clock', async () => {
    for (const dispatch of [2e-6, 1e-5, 3e-4, 4e-3, 0.03, 0.1]) {
      const timer = new SimulatedTimer({ dispatch, step: 65_536 });
      const found = await sample(sampling(timer));
      if (!found.ok) throw new Error(found.error);
      expect(Math.abs(found.value.median / dispatch - 1)).toBeLessThan(0.013);
      expect(found.value.samples.length).toBeGreaterThanOrEqual(7);
      expect(Math.max(...timer.submits)).toBeLessThanOrEqual(LONGEST_SUBMIT);
    }
  });

  it('takes longer passes on a wall clock whose ends jitter', async () => {
    const timer = new SimulatedTimer({ dispatch: 2e-4, kind: 'wall' });
    const options = sampling(timer, { clock: { kind: 'wall', resolution: seconds(4e-4) } });
    expect(aimedPass(options)).toBeGreaterThan(0.01);
    const found = await sample(options);
    expect(found.ok && Math.abs(found.value.median / 2e-4 - 1)).toBeLessThan(0.05);
  });

  it('takes more pairs where some give no time, and keeps those asked for', async () => {
    const found = await sample(sampling(new SimulatedTimer({ dispatch: 1e-3, backwards: 0.3 })));
    expect(found.ok && found.value.notes.join()).toContain('left out');
    expect(found.ok && Math.abs(found.value.median / 1e-3 - 1)).toBeLessThan(0.01);
  });

  it('takes whole passes where they cost nothing else: no sample is faster than the work, however it is disturbed', async () => {
    const disturbed = () =>
      new SimulatedTimer({ dispatch: 1e-3, fixed: 0, step: 1, interruptions: 0.4, interruption: 0.004 });
    const fastest = async (wholePasses: boolean) => {
      const found = await sample(sampling(disturbed(), { pairs: 15, wholePasses }));
      if (!found.ok) throw new Error(found.error);
      return Math.min(...found.value.samples) / 1e-3;
    };
    expect(await fastest(true)).toBeGreaterThan(0.999);
    expect(await fastest(true)).toBeLessThan(1.01);
    expect(await fastest(false)).toBeLessThan(0.9);
  });

  it('gives a fault, not a number, where the clock always runs backwards', async () => {
    const timer = new SimulatedTimer({ dispatch: 1e-3, backwards: 1 });
    expect(await sample(sampling(timer))).toMatchObject({ ok: false });
  });

  it('makes do with three pairs when its time is up', async () => {
    const found = await sample(sampling(new SimulatedTimer({ dispatch: 0.1 }), { pairs: 50, deadline: 1500 }));
    if (!found.ok) throw new Error(found.error);
    expect(found.value.samples.length).toBeGreaterThanOrEqual(3);
    expect(found.value.samples.length).toBeLessThan(50);
    expect(found.value.notes.join()).toContain('Fewer pairs');
  });

  it('warms up, and for as long as the ramp asks', async () => {
    const short = new SimulatedTimer({ dispatch: 1e-3 });
    await sample(sampling(short));
    const long = new SimulatedTimer({ dispatch: 1e-3 });
    await sample(sampling(long, { ramp: 0.25 }));
    expect(long.time - short.time).toBeGreaterThan(0.2);
    expect(long.time - short.time).toBeLessThan(0.4);
  });

  it('goes through a working set once before it times it, as far as time allows, and says where it did not', async () => {
    const untimed = async (round: number) => {
      const timer = new SimulatedTimer({ dispatch: 1e-3 });
      const found = await sample(sampling(timer, { round }));
      if (!found.ok) throw new Error(found.error);
      return { time: timer.time, notes: found.value.notes.join() };
    };
    const none = await untimed(0);
    const some = await untimed(200);
    expect(some.time - none.time).toBeGreaterThan(0.15);
    expect(some.notes).not.toContain('too long to go through');
    const endless = await untimed(1e6);
    expect(endless.time - none.time).toBeGreaterThan(0.35);
    expect(endless.time - none.time).toBeLessThan(0.5);
    expect(endless.notes).toContain('too long to go through');
  });

  it('calibrates without a submit over the limit, however long a dispatch', async () => {
    for (const dispatch of [1e-7, 1e-5, 1e-3, 0.02, 0.12, 0.4]) {
      const timer = new SimulatedTimer({ dispatch, step: 65_536 });
      const found = await calibrate(sampling(timer));
      expect(found / dispatch).toBeGreaterThan(0.8);
      expect(Math.max(...timer.submits)).toBeLessThanOrEqual(Math.max(LONGEST_SUBMIT, dispatch + 1e-4));
    }
  });
});
