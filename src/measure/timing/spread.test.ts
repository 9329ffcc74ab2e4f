import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { spreadNote } from './spread.ts';

const SEEDS = 500;
/** Share of seeds whose samples are flagged with a sentence that matches. */
function flagged(matching: RegExp, samples: (random: ReturnType<typeof seededRandom>) => readonly number[], step = 0) {
  let count = 0;
  for (let seed = 0; seed < SEEDS; seed++)
    if (matching.test(spreadNote(samples(seededRandom(seed)), step) ?? '')) count++;
  return count / SEEDS;
}
const list = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));

describe('the spread of samples', () => {
  it.each([3, 7, 15, 60])('says nothing of %d clean ones', (count) => {
    expect(flagged(/./, (random) => list(count, () => 1e-3 * (1 + 0.01 * random.normal())))).toBe(0);
    // Even at twice that noise, with a sample in twenty held up.
    const busy = (random: ReturnType<typeof seededRandom>) =>
      list(count, () => 1e-3 * (1 + 0.02 * random.normal() + (random.next() < 0.05 ? random.next() : 0)));
    if (count > 7) expect(flagged(/./, busy)).toBeLessThan(0.05);
  });

  it.each([9, 15, 60])('flags two groups of %d, as two tabs make that measure at once', (count) => {
    const samples = (random: ReturnType<typeof seededRandom>) =>
      list(count, (i) => 1e-3 * ((random.next() < 0.1 ? i % 2 : (i >> 1) % 2) * 0.6 + 1 + 0.02 * random.normal()));
    expect(flagged(/two groups/, samples)).toBeGreaterThan(0.95);
  });

  it.each([9, 15, 60])('flags a drift of %d, up or down', (count) => {
    for (const change of [0.3, -0.3]) {
      const samples = (random: ReturnType<typeof seededRandom>) =>
        list(count, (i) => 1e-3 * (1 + (change * i) / (count - 1) + 0.02 * random.normal()));
      expect(flagged(/drift by/, samples)).toBeGreaterThan(0.95);
    }
  });

  it('flags what is wide without a shape', () => {
    expect(flagged(/more than 10 %/, (random) => list(15, () => 1e-3 * (1 + 0.8 * random.next())))).toBeGreaterThan(
      0.3,
    );
    expect(spreadNote([1, 2, 3, 4, 5])).toContain('more than 10 %');
  });

  it('takes no steps of a coarse clock for groups, a drift or a spread', () => {
    const step = 1e-4;
    const samples = (random: ReturnType<typeof seededRandom>) =>
      list(15, () => Math.round(5.5 + random.next() - 0.5) * step);
    expect(flagged(/./, samples, step)).toBe(0);
    expect(flagged(/./, samples)).toBeGreaterThan(0.5);
  });

  it('says nothing of nothing', () => {
    expect(spreadNote([])).toBeNull();
    expect(spreadNote([1e-3])).toBeNull();
  });
});
