import { describe, expect, it } from 'vitest';
import type { CurveFigure, LadderFigure } from '../figure.ts';
import { CPU, figure, rate, SOFTWARE, said, TIERS } from './stated-rates.fixture.ts';

describe('latency', () => {
  const chase = (size: number, perSecond: number) => rate('latency/chase', { bytes: size, hops: 1000 }, perSecond);
  const rising = [chase(4096, 1e15), chase(2 ** 24, 1e14)];
  it('names each tier that it is given', () => {
    expect(said('latency', rising, CPU, TIERS)).toBe(
      'On this processor a load takes 1.6 ns in L1 (to 32 KiB), 4.3 ns in L2 (to 1 MiB), 163 ns in Memory.',
    );
    expect(
      (figure('latency', rising, CPU, TIERS) as CurveFigure).tiers.map(({ name, from, to }) => [name, from, to]),
    ).toEqual([
      ['L1', 4096, 2 ** 15],
      ['L2', 2 ** 15, 2 ** 20],
      ['Memory', 2 ** 20, 2 ** 26],
    ]);
  });
  it('says the ends of the curve without tiers, and no difference that does not show', () => {
    expect(said('latency', rising)).toBe('On this GPU a load takes 1 ns in 4 KiB and 10 ns in 16 MiB, 10× as long.');
    expect(said('latency', [chase(4096, 1e15), chase(2 ** 24, 1e15)])).toMatch(/no longer in 16 MiB\.$/);
  });
  it('says why it is an upper bound: of a GPU also by the translation of addresses', () => {
    expect(figure('latency', rising).notes[0]).toMatch(/^An upper bound.*translation of addresses/);
    expect(figure('latency', rising, CPU).notes[0]).not.toContain('translation');
  });
});

describe('working set', () => {
  const set = (size: number, perSecond: number) => rate('memory/shared-set', { bytes: size, rounds: 8 }, perSecond);
  it('names each tier', () => {
    expect(said('working-set', [set(4096, 3e10), set(2 ** 26, 8e9)], CPU, TIERS)).toBe(
      'On this processor bandwidth is 30 GB/s in L1 (to 32 KiB), 20 GB/s in L2 (to 1 MiB), 8 GB/s in Memory.',
    );
    expect(said('working-set', [set(4096, 3e10), set(2 ** 26, 8e9)])).toMatch(
      /falls from 30 GB\/s in 4 KiB to 8 GB\/s/,
    );
  });
  it('says plainly where nothing falls, whatever tiers the latency shows', () => {
    const flat = [set(4096, 8.2e9), set(2 ** 26, 8e9)];
    expect(said('working-set', flat, CPU, TIERS)).toBe(
      'On this processor bandwidth does not fall up to 64 MiB, where it is 8 GB/s: on one thread the loop, not memory, is the limit.',
    );
    expect(said('working-set', flat, {}, TIERS)).toMatch(/no cache stands out\.$/);
    expect(said('working-set', flat, SOFTWARE)).toMatch(/^On this software adapter .*loop that a processor makes/);
  });
});

describe('streams', () => {
  const long = { elements: 2 ** 24, rounds: 1 };
  const reads = (vector: number, scalar: number) => [
    rate('memory/read', long, vector, { role: 'memory-bandwidth' }),
    rate('memory/read-scalar', long, scalar),
  ];
  it('says what vec4 gives, and what copy and triad reach of read', () => {
    const others = [rate('memory/copy', long, 9e11), rate('memory/triad', long, 1e12)];
    expect(said('streams', [...reads(1e12, 8e11), ...others])).toBe(
      'On this GPU reads of a vec4 at a time reach 1 TB/s, 1.25× as fast as an f32 at a time; a copy reaches 90 % of that, a triad reaches as much, as far as the intervals tell.',
    );
    expect(said('streams', reads(8e11, 1e12))).toContain('80 % as fast as an f32 at a time.');
    expect(said('streams', reads(1e12, 1e12))).toContain(
      ', as fast as an f32 at a time, as far as the intervals tell.',
    );
    expect(said('streams', [rate('memory/read', long, 1e9)], CPU)).toBe('On this processor reads reach 1 GB/s.');
  });
  it('takes the longest of an experiment, not one in a cache nor one by hand', () => {
    const short = { elements: 2 ** 10, rounds: 64 };
    const found = figure('streams', [
      rate('memory/read', long, 1e12, { role: 'memory-bandwidth' }),
      rate('memory/read', short, 4e12),
      rate('memory/read', { elements: 2 ** 26, rounds: 1 }, 5e12, { role: 'cache-bandwidth' }),
      rate('memory/read', { elements: 2 ** 26, rounds: 1 }, 6e12, { role: 'point' }),
    ]) as LadderFigure;
    expect(found.rungs.map(({ value }) => Math.round(value / 1e9))).toEqual([1000]);
  });
});

describe('random reads', () => {
  const row = rate('memory/read-scalar', { elements: 2 ** 24, rounds: 1 }, 8e11);
  const anywhere = (perSecond: number) => rate('memory/random', { elements: 2 ** 24 }, perSecond, { moved: 8 });
  it('compares with reads in a row as far as the intervals tell', () => {
    expect(said('random', [row, anywhere(1e11)])).toBe(
      'On this GPU reads that land anywhere in 64 MiB get 12.5 % of the bandwidth of reads in a row; 12.5 % of the bytes that they move are useful.',
    );
    expect(said('random', [row, anywhere(8e11)])).toContain('as fast as reads in a row, as far as the intervals tell');
    expect(said('random', [row, anywhere(1.6e12)])).toContain('get 2× the bandwidth of reads in a row: a cache still');
    expect(said('random', [anywhere(1e11)])).toContain('without reads in a row');
  });
});
