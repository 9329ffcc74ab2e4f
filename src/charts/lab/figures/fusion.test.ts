import { describe, expect, it } from 'vitest';
import type { LadderFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

/** Each does 10⁹ bytes of work, so that a rate says its time. */
const kernel = (id: string, problem: Readonly<Record<string, number>>, perSecond: number, spread?: number) =>
  rate(`elementwise/${id}`, problem, perSecond, spread === undefined ? {} : { spread });
const norm = (rows: number, fused: number, each: number, spread?: number) => [
  kernel('layer-norm', { rows, columns: 1024, rms: 0 }, fused, spread),
  ...['row-mean', 'row-variance', 'row-normalise'].map((id) => kernel(id, { rows, columns: 1024 }, each, spread)),
];

describe('fused kernels', () => {
  it('says how many times as fast one kernel is as the sum of three, on the largest tensors first', () => {
    expect(said('fusion-norm', [...norm(256, 1e12, 2e12), ...norm(2 ** 16, 1e12, 1e12)])).toBe(
      'On this GPU one kernel for a layer norm, against three in turn, is 3× as fast on tensors of 268 MB and 1.5× as fast on tensors of 1.05 MB; an element moves 14.9 B instead of 44.7 B, as modelled.',
    );
    expect(said('fusion-norm', norm(256, 1e12, 6e12), SOFTWARE)).toMatch(
      /^On this software adapter .* is 50 % as fast on tensors of 1\.05 MB;/,
    );
  });
  it('claims nothing that the intervals do not tell', () => {
    expect(said('fusion-norm', norm(256, 1e12, 2e12, 0.3))).toContain(
      'is as fast on tensors of 1.05 MB, as far as the intervals tell;',
    );
    expect(said('fusion-norm', [...norm(256, 1e12, 1e12), ...norm(2 ** 16, 1e12, 2e12, 0.3)])).toContain(
      'is 3× as fast on tensors of 1.05 MB and as fast on tensors of 268 MB, as far as the intervals tell;',
    );
    expect(
      said(
        'fusion-norm',
        [256, 512].flatMap((rows) => norm(rows, 1e12, 2e12, 0.3)),
      ),
    ).toContain('is as fast on tensors of 2.1 MB and 1.05 MB, as far as the intervals tell;');
  });
  it('marks the sum as derived, with the ends of the intervals added', () => {
    const { rungs } = figure('fusion-norm', norm(256, 1e12, 1e12, 0.1)) as LadderFigure;
    const elements = 256 * 1024;
    expect(rungs.map(({ provenance }) => provenance)).toEqual([
      'measured',
      'derived',
      'measured',
      'measured',
      'measured',
    ]);
    expect(rungs[1]?.value).toBeCloseTo(3e-3 / elements, 12);
    expect(rungs[1]?.interval?.[0]).toBeCloseTo(2.7e-3 / elements, 12);
    expect(rungs[1]?.interval?.[1]).toBeCloseTo(3.3e-3 / elements, 12);
  });
  it('compares kernels on tensors of one size only, and needs all of them', () => {
    const [fused, ...parts] = norm(256, 1e12, 1e12);
    const other = norm(512, 1e12, 1e12).slice(1);
    expect(figure('fusion-norm', [...(fused ? [fused] : []), ...other])).toBeUndefined();
    expect(figure('fusion-norm', [...(fused ? [fused] : []), ...parts.slice(1)])).toBeUndefined();
    expect(figure('fusion', norm(256, 1e12, 1e12))).toBeUndefined();
  });
  it('knows a tensor by its elements, whatever its kernel calls its sizes', () => {
    const image = { batch: 2, channels: 64, inner: 2048, activation: 0 };
    const chain = [
      kernel('scale-add', { ...image, activation: 1 }, 2e12),
      kernel('scale-shift', image, 1e12),
      kernel('add', { n0: 1, n1: 1, n2: 2, n3: 2 ** 17, a3: 1, b3: 1, activation: 0 }, 1e12),
      kernel('activation', { elements: 2 ** 18, activation: 1 }, 1e12),
    ];
    expect(said('fusion', chain)).toContain('is 6× as fast on tensors of 1.05 MB;');
  });
});
