import { describe, expect, it } from 'vitest';
import type { CurveFigure, LadderFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

const sizes = (length: number) => ({
  batch: 1,
  heads: 8,
  kvHeads: 8,
  queries: length,
  keys: length,
  headDim: 64,
  causal: 0,
  packed: 0,
});
const flash = (length: number, perSecond: number, over = {}) =>
  rate('attention/flash', { ...sizes(length), ...over }, perSecond);
/** Three kernels, each at three times the rate: together as long as one at the rate. */
const standard = (length: number, perSecond: number, softmax = 'softmax') => [
  rate('attention/scores', sizes(length), 3 * perSecond),
  rate(`attention/${softmax}`, { batch: 1, heads: 8, queries: length, keys: length }, 3 * perSecond),
  rate('attention/values', sizes(length), 3 * perSecond),
];

describe('attention', () => {
  it('sets flash against the sum of the three, at the longest sequence that both ran', () => {
    const runs = [...standard(64, 1e9), ...standard(128, 1e9), flash(64, 1e9), flash(128, 2e9), flash(256, 1e9)];
    const { series } = figure('attention', runs) as CurveFigure;
    expect(series.map(({ label, provenance, points }) => [label, provenance, points.map(({ x }) => x)])).toEqual([
      ['Flash', 'measured', [64, 128, 256]],
      ['Standard, sum of three', 'derived', [64, 128]],
    ]);
    const point = series[1]?.points.at(-1);
    expect(point?.y).toBeCloseTo(1, 9);
    expect(point?.interval?.[0]).toBeCloseTo(0.99, 9);
    expect(point?.label).toMatch(/^attention\/scores .* \+ attention\/softmax .* \+ attention\/values /);
    expect(said('attention', runs)).toBe(
      'On this GPU flash attention over 128 keys is 2× as fast as standard, with 1 GB to and from memory instead of 3 GB, as modelled.',
    );
  });
  it('has the faster of two flash kernels for its takeaway, and shows both', () => {
    const tiled = (length: number, perSecond: number) => rate('attention/flash-tiled', sizes(length), perSecond);
    const runs = [...standard(64, 1e9), flash(32, 1e9), flash(64, 1e9), tiled(32, 4e9), tiled(64, 4e9)];
    expect((figure('attention', runs) as CurveFigure).series.map(({ id }) => id)).toEqual([
      'flash',
      'tiled',
      'standard',
    ]);
    expect(said('attention', runs)).toContain('is 4× as fast as standard');
    const causal = rate('attention/flash-tiled', { ...sizes(64), causal: 1 }, 8e9);
    expect((figure('attention-variants', [...runs, causal]) as LadderFigure).rungs.map(({ value }) => value)).toEqual([
      0.25, 0.125,
    ]);
  });
  it('says so where flash is slower, and where nobody can tell', () => {
    const slow = [...standard(64, 4e9), flash(32, 1e9), flash(64, 1e9)];
    expect(said('attention', slow)).toMatch(
      /is 25 % as fast as standard, .*: bytes are not what takes the time here\.$/,
    );
    expect(said('attention', slow, SOFTWARE)).toMatch(/: a processor keeps the scores in its caches anyway\.$/);
    expect(said('attention', [...standard(64, 1e9), flash(32, 1e9), flash(64, 1e9)])).toMatch(
      /is as fast as standard, as far as the intervals tell, with 1 GB/,
    );
  });
  it('takes the faster softmax, and shows flash alone where a kernel is missing', () => {
    const both = [...standard(64, 1e9), ...standard(64, 2e9, 'softmax-serial'), flash(32, 1e9), flash(64, 1e9)];
    expect((figure('attention', both) as CurveFigure).series[1]?.points[0]?.label).toContain('softmax-serial');
    const [scores] = standard(64, 1e9);
    const alone = figure('attention', scores ? [scores, flash(32, 1e9), flash(64, 1e9)] : []) as CurveFigure;
    expect(alone.series.map(({ id }) => id)).toEqual(['flash']);
    expect(alone.takeaway.replaceAll('\u00a0', ' ')).toBe('On this GPU flash attention over 64 keys takes 1 s.');
    expect(figure('attention-bytes', [flash(32, 1e9), flash(64, 1e9)])).toBeUndefined();
  });
  it('keeps to one shape, and leaves causal and shared keys to their own figure', () => {
    const runs = [
      flash(64, 1e9),
      flash(128, 1e9),
      flash(128, 9e9, { causal: 1 }),
      flash(128, 9e9, { heads: 2, kvHeads: 2 }),
    ];
    expect((figure('attention', runs) as CurveFigure).series[0]?.points.map(({ y }) => y)).toEqual([1, 1]);
  });
});

it('says what a mask and shared keys change', () => {
  const runs = [
    flash(64, 1e9),
    flash(128, 1e9),
    flash(128, 2e9, { causal: 1 }),
    flash(128, 1e9, { kvHeads: 4 }),
    flash(128, 1e9, { kvHeads: 1 }),
  ];
  const { rungs } = figure('attention-variants', runs) as LadderFigure;
  expect(rungs.map(({ label }) => label)).toEqual([
    'all keys, 8 heads of them',
    'a causal mask',
    '4 heads of keys',
    'one head of keys',
  ]);
  expect(said('attention-variants', runs)).toBe(
    'On this GPU flash attention over 128 keys takes 1 s; with a causal mask 50 % of that; with 4 heads of keys and with one head of keys as long, as far as the intervals tell.',
  );
});
