import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decadeTicks, logScale, ticksOf } from '../log-scale.ts';
import { accelerator, residualNetwork } from './example.fixture.ts';
import { frameOf, scalesOf } from './scale.ts';
import { fitView, panView, settleView, zoomView } from './view.ts';

const points = residualNetwork();
const frame = frameOf(900, 560);
const view = fitView(accelerator, 'f16', points);
const scales = scalesOf(frame, view);
const inPlot = {
  px: fc.double({ min: frame.left, max: frame.width - frame.right, noNaN: true }),
  py: fc.double({ min: frame.top, max: frame.height - frame.bottom, noNaN: true }),
};

describe('scales', () => {
  it('turns pixels back into the values they came from', () => {
    const scale = logScale([0.01, 1000], [50, 850]);
    expect(scale.toPixel(0.01)).toBeCloseTo(50, 9);
    expect(scale.toPixel(1000)).toBeCloseTo(850, 9);
    expect(scale.toPixel(1)).toBeCloseTo(370, 9);
    fc.assert(
      fc.property(fc.double({ min: 50, max: 850, noNaN: true }), (pixel) => {
        expect(scale.toPixel(scale.toValue(pixel))).toBeCloseTo(pixel, 6);
      }),
    );
  });
  it('marks decades, fewer where they would crowd, and steps between them where there are none', () => {
    expect(decadeTicks(logScale([0.05, 2000], [0, 800]), 40)).toEqual([0.1, 1, 10, 100, 1000]);
    expect(decadeTicks(logScale([1e-6, 1e6], [0, 200]), 40)).toEqual([1e-6, 1e-3, 1, 1e3, 1e6]);
    expect(ticksOf(logScale([3, 30], [0, 800]), 40)).toEqual([5, 10, 20]);
  });
});

describe('the fitted view', () => {
  it('holds every point, every interval and the chosen ridges near the points', () => {
    for (const point of points) {
      expect(point.intensity).toBeGreaterThan(view.x[0]);
      expect(point.intensity).toBeLessThan(view.x[1]);
      expect(point.performance).toBeGreaterThan(view.y[0]);
      expect(point.performance).toBeLessThan(view.y[1]);
    }
    for (const { bandwidth } of accelerator.bandwidths.slice(0, 3)) {
      expect(989e12 / bandwidth.value).toBeGreaterThan(view.x[0]);
      expect(989e12 / bandwidth.value).toBeLessThan(view.x[1]);
    }
  });
  it('is finite and three decades wide with no points and no roofs at all', () => {
    const empty = fitView({ bandwidths: [], computes: [], ridges: [] }, 'f32', []);
    expect(empty.x[1] / empty.x[0]).toBeGreaterThanOrEqual(999);
    expect(empty.y[1] / empty.y[0]).toBeGreaterThanOrEqual(999);
    for (const bound of [...empty.x, ...empty.y]) expect(Number.isFinite(bound) && bound > 0).toBe(true);
  });
  it('ignores points that have no place on logarithmic axes', () => {
    const [first] = points;
    if (!first) throw new Error('no points');
    const nowhere = [
      { ...first, intensity: (first.intensity * Number.POSITIVE_INFINITY) as typeof first.intensity },
      { ...first, performance: (first.performance * 0) as typeof first.performance },
    ];
    expect(fitView(accelerator, 'f16', [...points, ...nowhere])).toEqual(view);
  });
  it('stays where it is after a small edit and moves after a large one', () => {
    const near = { x: view.x, y: [view.y[0] * 1.2, view.y[1]] } as const;
    expect(settleView(view, near)).toBe(view);
    const far = { x: view.x, y: [view.y[0], view.y[1] * 10] } as const;
    expect(settleView(view, far)).toBe(far);
    const narrow = { x: view.x, y: [view.y[0] * 100, view.y[1]] } as const;
    expect(settleView(view, narrow)).toBe(narrow);
  });
});

describe('zoom and pan', () => {
  it('keeps what is under the pointer under it', () => {
    fc.assert(
      fc.property(inPlot.px, inPlot.py, fc.double({ min: 0.3, max: 4, noNaN: true }), (px, py, factor) => {
        const after = scalesOf(frame, zoomView(scales, px, py, factor));
        expect(after.x.toPixel(scales.x.toValue(px))).toBeCloseTo(px, 4);
        expect(after.y.toPixel(scales.y.toValue(py))).toBeCloseTo(py, 4);
        expect(Math.abs(after.x.decade / scales.x.decade)).toBeCloseTo(factor, 6);
      }),
    );
  });
  it('does not zoom without end', () => {
    let closer = view;
    for (let step = 0; step < 50; step++) closer = zoomView(scalesOf(frame, closer), 400, 300, 2);
    expect(Math.log10(closer.x[1] / closer.x[0])).toBeCloseTo(0.2, 6);
  });
  it('moves the plot by the pixels of the drag, and back', () => {
    const moved = scalesOf(frame, panView(scales, 40, -25));
    expect(moved.x.toPixel(10)).toBeCloseTo(scales.x.toPixel(10) + 40, 6);
    expect(moved.y.toPixel(1e12)).toBeCloseTo(scales.y.toPixel(1e12) - 25, 6);
    const back = panView(moved, -40, 25);
    expect(back.x[0]).toBeCloseTo(view.x[0], 9);
  });
});
