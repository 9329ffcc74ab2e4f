import { describe, expect, it } from 'vitest';
import type { LadderFigure } from '../figure.ts';
import { CPU, figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

describe('workgroup memory, chains and workgroups', () => {
  const bank = (stride: number, perSecond: number) =>
    rate('workgroup/bank-conflicts', { stride, workgroups: 4, rounds: 8 }, perSecond);
  it('says which strides are slowest, all that are not told apart', () => {
    expect(said('bank-conflicts', [bank(1, 8e12), bank(2, 4e12), bank(32, 1e12)])).toMatch(
      /slowest at a stride of 32; a stride of 1 is 8× as fast: accesses that meet in one bank/,
    );
    expect(said('bank-conflicts', [bank(1, 8e12), bank(16, 1e12), bank(32, 1e12)])).toContain('strides of 16 and 32');
    expect(said('bank-conflicts', [bank(1, 8e12), bank(2, 8e12)])).toContain('no bank conflict shows');
    expect(said('bank-conflicts', [bank(1, 8e12), bank(2, 1e12)], SOFTWARE)).toContain('no bank is to blame');
  });
  const chain = (chains: number, perSecond: number) =>
    rate('compute/fma-chains', { chains, invocations: 64, iterations: 8 }, perSecond);
  it('says from how many chains on nothing is gained', () => {
    expect(said('chains', [chain(1, 5e12), chain(4, 2e13), chain(8, 2e13)])).toBe(
      'On this GPU one chain of multiply-adds reaches 5 TFLOP/s; 4 independent chains reach 20 TFLOP/s, 4× as much, since they need not wait for each other; more gain nothing, as far as the intervals tell.',
    );
    expect(said('chains', [chain(1, 5e12), chain(8, 2e13)])).toMatch(/for each other\.$/);
    expect(said('chains', [chain(1, 5e12), chain(8, 4e12)])).toContain('more gain nothing');
  });
  const group = (workgroups: number, perSecond: number) =>
    rate('memory/occupancy', { elements: 64, workgroups }, perSecond);
  it('says how many workgroups are enough', () => {
    expect(said('occupancy', [group(1, 1e9), group(64, 1e11), group(256, 1e11)])).toBe(
      'On this GPU one workgroup under way gets 1 GB/s; 64 workgroups get 100 GB/s, and more get no more, as far as the intervals tell.',
    );
    expect(said('occupancy', [group(1, 1e9), group(64, 1e11)])).toMatch(
      /64 workgroups get 100 GB\/s, the most measured\.$/,
    );
    expect(said('occupancy', [group(1, 1e9), group(64, 1e9)])).toMatch(/gets 1 GB\/s, and more get no more/);
  });
});

describe('formats and overheads', () => {
  const work = { invocations: 64, iterations: 8 };
  it('sets each format against f32, leaves out what was measured by hand', () => {
    expect(
      said('formats', [
        rate('compute/fma', work, 1e13, { role: 'compute-peak' }),
        rate('compute/fma', work, 1e9, { role: 'point' }),
        rate('compute/fma-f16', work, 2e13),
        rate('compute/dot-int8', work, 1e13),
      ]),
    ).toBe(
      'On this GPU f32 reaches 10 Top/s; f16 2× as much; int8 dot product as much as f32, as far as the intervals tell.',
    );
  });
  it('lists what each asking takes', () => {
    expect(
      said('overheads', [rate('overhead/dispatch', { repeats: 1 }, 1e15), rate('overhead/map', { repeats: 1 }, 1e13)]),
    ).toBe('On this GPU a dispatch takes 1 µs and reading back 100 µs.');
  });
});

describe('tiles', () => {
  const cube = { m: 64, n: 64, k: 64 };
  const tile = (size: number, perSecond: number) => rate(`matmul/tiled-${size}`, cube, perSecond, { role: 'point' });
  const naive = (perSecond: number) => rate('matmul/naive', cube, perSecond, { role: 'point' });
  it('sets the best tile against the smallest and against none', () => {
    const found = figure('tiles', [tile(16, 8e12), naive(2e12), tile(2, 1e12)]) as LadderFigure;
    expect(found.rungs.map(({ label }) => label)).toEqual(['no tile', 'tile 2', 'tile 16']);
    expect(said('tiles', [tile(16, 8e12), naive(2e12), tile(2, 1e12)])).toBe(
      'On this GPU tile 16 reaches 8 TFLOP/s, 8× as fast as tile 2 and 4× as fast as no tile.',
    );
  });
  it('names no fastest tile that the intervals do not tell from the next', () => {
    expect(said('tiles', [tile(2, 1e12), tile(16, 8e12), tile(32, 8.05e12)])).toContain(
      'tiles 16 and 32, which the intervals do not tell apart, reach 8.05 TFLOP/s, 8.05× as fast as tile 2.',
    );
  });
  it('says why where every tile loses', () => {
    const lost = [naive(4e9), tile(2, 1e9), tile(8, 2e9)];
    expect(said('tiles', lost, SOFTWARE)).toMatch(/50 % as fast as no tile: a processor runs the invocations/);
    expect(said('tiles', lost)).toMatch(/50 % as fast as no tile: caches may keep/);
  });

  const own = (name: string, pitch: number, perSecond: number, size?: number) =>
    rate(`matmul/${name}`, { ...cube, pitch, ...(size !== undefined && { tile: size }) }, perSecond, { role: 'point' });
  it('says of a processor what order, tile and padding give', () => {
    const ladder = [
      own('ijk', 64, 1e9),
      own('ikj', 64, 3e9),
      own('ijk', 80, 2e9),
      own('ikj', 80, 3e9),
      own('tiled', 80, 6e9, 32),
    ];
    expect(said('tiles', ladder, CPU)).toBe(
      'On this processor the loop order i, k, j is 1.5× as fast as i, j, k, since it reads along rows; tile 32 is 2× as fast as i, k, j; i, j, k with padded rows is 2× as fast as with rows of 64, a power of two, since columns of those fall into few sets of a cache.',
    );
    expect(said('tiles', [own('ijk', 64, 1e9), own('ijk', 80, 1e9), own('ikj', 80, 1e9)], CPU)).not.toContain('since');
  });
});
