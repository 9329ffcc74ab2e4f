import { describe, expect, it } from 'vitest';
import { bandTier, ceilingValue, roundCeiling, selectedCeiling, withCeiling } from './ceilings.ts';
import { detailsOf, spokenPoint } from './details.ts';
import {
  accelerator,
  examplePoints,
  measuredDevice,
  measuredKernels,
  residualNetwork,
  tiersOf,
} from './example.fixture.ts';
import { HIT_RADIUS, hitTest } from './hit.ts';
import { layoutJoins, layoutMarks } from './marks.ts';
import { frameOf, scalesOf } from './scale.ts';
import { takeaway } from './takeaway.ts';
import { fitView } from './view.ts';
import { visiblePoints, walk, walkOrder } from './visible.ts';

const points = residualNetwork();
const everything = { modelled: true, measured: true };
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the points that are shown', () => {
  it('are those at the chosen boundary, or all of them', () => {
    const shown = visiblePoints(points, accelerator, [], { ...everything, boundary: 'l2' });
    expect(new Set(shown.map((point) => point.boundary))).toEqual(new Set(['l2']));
    expect(shown).toHaveLength(points.length / 3);
    expect(visiblePoints(points, accelerator, [], { ...everything, boundary: 'all' })).toHaveLength(points.length);
  });
  it('hide what was measured or modelled when asked to', () => {
    const mixed = [...points, ...measuredKernels];
    const shown = { boundary: 'all' };
    expect(visiblePoints(mixed, accelerator, [], { ...shown, modelled: false, measured: true })).toEqual(
      measuredKernels,
    );
    expect(visiblePoints(mixed, accelerator, [], { ...shown, modelled: true, measured: false })).toEqual(points);
  });
  it('stand at their own machine’s farthest boundary over another machine', () => {
    const shown = visiblePoints(measuredKernels, accelerator, [measuredDevice], { ...everything, boundary: 'hbm' });
    expect(shown.map((point) => point.boundary)).toEqual(['memory', 'memory', 'memory', 'memory']);
    expect(visiblePoints(measuredKernels, accelerator, [], { ...everything, boundary: 'hbm' })).toEqual([]);
  });
  it('leave out layers that have no place on logarithmic axes', () => {
    const still = points.map((point) => ({
      ...point,
      performance: (point.performance * 0) as typeof point.performance,
    }));
    expect(visiblePoints(still, accelerator, [], { ...everything, boundary: 'all' })).toEqual([]);
  });
});

describe('keyboard order', () => {
  const some = visiblePoints(points, accelerator, [], { ...everything, boundary: 'hbm' });
  it('walks by intensity, then performance', () => {
    const order = walkOrder(some);
    for (const [index, point] of order.slice(1).entries()) {
      const before = order[index];
      if (!before) throw new Error('unreachable');
      expect(point.intensity).toBeGreaterThanOrEqual(before.intensity);
      if (point.intensity === before.intensity) expect(point.performance).toBeGreaterThanOrEqual(before.performance);
    }
  });
  it('visits every point once from first to last, stops at the ends, and comes back', () => {
    const order = walkOrder(some);
    const visited: string[] = [];
    let at = walk(some, null, 'next');
    while (at && !visited.includes(at.id)) {
      visited.push(at.id);
      at = walk(some, at.id, 'next');
    }
    expect(visited).toEqual(order.map((point) => point.id));
    const [first, second] = order;
    expect(walk(some, second?.id ?? '', 'previous')?.id).toBe(first?.id);
    expect(walk(some, first?.id ?? '', 'previous')?.id).toBe(first?.id);
    expect(walk(some, first?.id ?? '', 'last')?.id).toBe(order.at(-1)?.id);
    expect(walk([], null, 'next')).toBeNull();
  });
  it('walks up and down by performance', () => {
    const slowest = [...some].sort((a, b) => a.performance - b.performance)[0];
    const up = walk(some, slowest?.id ?? '', 'higher');
    expect(up?.performance).toBeGreaterThanOrEqual(slowest?.performance ?? Number.POSITIVE_INFINITY);
    expect(walk(some, slowest?.id ?? '', 'lower')?.performance).toBe(slowest?.performance);
  });
});

describe('marks', () => {
  const hbm = visiblePoints(points, accelerator, [], { ...everything, boundary: 'hbm' });
  const scales = scalesOf(frameOf(900, 560), fitView(accelerator, 'f16', hbm));
  const marks = layoutMarks(hbm, tiersOf(accelerator), scales);
  it('have areas in the proportion of their times', () => {
    const [largest] = marks;
    for (const mark of marks) {
      if (!largest || mark.radius <= 3.7) continue;
      expect(mark.radius ** 2 / largest.radius ** 2).toBeCloseTo(mark.point.time / largest.point.time, 1);
    }
    expect(largest?.point.time).toBe(Math.max(...hbm.map((point) => point.time)));
  });
  it('are alike where their size is not their time', () => {
    const alike = layoutMarks(hbm, tiersOf(accelerator), scales, undefined, 'none');
    expect(new Set(alike.map((mark) => mark.radius)).size).toBe(1);
    expect(new Set(marks.map((mark) => mark.radius)).size).toBeGreaterThan(1);
  });
  it('are found within a finger’s reach, the nearest of several', () => {
    const hit = hitTest(marks);
    for (const mark of marks) {
      const found = hit(mark.x, mark.y);
      expect([found?.x, found?.y]).toEqual([mark.x, mark.y]);
    }
    const alone = hitTest(marks.slice(0, 1));
    const [mark] = marks;
    if (!mark) throw new Error('no marks');
    expect(alone(mark.x + HIT_RADIUS - 0.5, mark.y)).toBe(mark);
    expect(alone(mark.x + HIT_RADIUS + 0.5, mark.y)).toBeNull();
  });
  it('of one subject are joined from low to high intensity', () => {
    const all = layoutMarks(
      points,
      tiersOf(accelerator),
      scalesOf(frameOf(900, 560), fitView(accelerator, 'f16', points)),
    );
    const joins = layoutJoins(all);
    expect(joins).toHaveLength(hbm.length);
    for (const join of joins) {
      const xs = join.path
        .slice(1)
        .split('L')
        .map((corner) => Number(corner.split(' ')[0]));
      expect(xs).toEqual([...xs].sort((a, b) => a - b));
      expect(xs).toHaveLength(3);
    }
    expect(layoutJoins(marks)).toEqual([]);
  });
});

describe('ceilings', () => {
  it('move one roof and say that it was edited by hand', () => {
    const moved = withCeiling(accelerator, { type: 'bandwidth', tier: 'hbm', value: 4.8e12 });
    expect(ceilingValue(moved, { type: 'bandwidth', tier: 'hbm' })).toBe(4.8e12);
    expect(moved.bandwidths[2]?.bandwidth).toMatchObject({ provenance: 'derived', source: 'edited by hand' });
    expect(moved.bandwidths[1]).toBe(accelerator.bandwidths[1]);
    const peak = withCeiling(accelerator, { type: 'peak', unit: 'core', format: 'f16', value: 5e14 });
    expect(selectedCeiling(peak, 'f16')?.peak.value).toBe(5e14);
    expect(withCeiling(accelerator, null)).toBe(accelerator);
    expect(ceilingValue(accelerator, { type: 'bandwidth', tier: 'tape' })).toBeNull();
  });
  it('round a dragged value as a person would', () => {
    expect(roundCeiling(3.3456789e12)).toBe(3.35e12);
    expect(roundCeiling(-1)).toBe(1e3);
    expect(roundCeiling(Number.POSITIVE_INFINITY)).toBe(1e20);
  });
  it('draw the band of the chosen tier, else of the one that bounds most of the time', () => {
    expect(bandTier(accelerator, 'l2', points)).toBe('l2');
    const bound = examplePoints(accelerator, 'f16', {
      subject: 'add',
      category: 'elementwise',
      flop: 1e6,
      traffic: { l2: 1e6, hbm: 1e8 },
    });
    expect(bandTier(accelerator, 'all', bound)).toBe('hbm');
    expect(bandTier(accelerator, 'all', [])).toBe('host');
    expect(bandTier({ bandwidths: [], computes: [], ridges: [] }, 'all', [])).toBeNull();
  });
});

describe('words', () => {
  it('give the numbers at the boundary, each with its provenance', () => {
    const [, memory] = measuredKernels;
    if (!memory) throw new Error('no points');
    const rows = detailsOf(memory, [accelerator, measuredDevice]).rows.map(({ name, text, provenance }) =>
      plain([name, text, provenance].join(' | ')),
    );
    expect(rows).toEqual([
      'Intensity at Memory | 170 FLOP/B | modelled',
      'Performance | 511 GFLOP/s ± 6 % | measured',
      'Model says | 578 GFLOP/s (−12 %) | modelled',
      'Of its roof | 88 % | ',
      'Bound by | Cache bandwidth | ',
      'Time | 4.2 ms | measured',
    ]);
    expect(plain(spokenPoint(memory, [measuredDevice]))).toMatch(
      /^matmul\/naive 1024×1024×1024: Intensity at Memory 170 FLOP\/B modelled; /,
    );
  });
  it('sum the chart up in one sentence', () => {
    expect(plain(takeaway(points, accelerator))).toBe(
      'L2 bandwidth bounds 91 % of the modelled time; layer1.0.add takes the most, 7.4 %.',
    );
    expect(plain(takeaway(measuredKernels, measuredDevice))).toBe(
      'Measured, register runs 121× faster than strided (model error −17 %).',
    );
    const one = points.filter((point) => point.subject === 'fc');
    expect(takeaway(one, accelerator)).toBe('Fc is bound by L2 bandwidth.');
    expect(takeaway([], accelerator)).toMatch(/^Nothing stands on the roofline yet/);
  });
});
