import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandPath } from './band.ts';
import { accelerator, exampleRoofline, measuredDevice, residualNetwork } from './example.fixture.ts';
import { layoutHandles } from './handles.ts';
import { layoutRoofs } from './roofs.ts';
import { frameOf, scalesOf } from './scale.ts';
import { fitView } from './view.ts';

const frame = frameOf(900, 560);
const points = residualNetwork();
const scales = scalesOf(frame, fitView(accelerator, 'f16', points));
const roofs = layoutRoofs(accelerator, 'f16', scales);

const figure = fc.double({ min: 8, max: 16, noNaN: true }).map((exponent) => 10 ** exponent);
const anyRoofline = fc.tuple(fc.array(figure, { minLength: 1, maxLength: 5 }), figure).map(([bandwidths, peak]) =>
  exampleRoofline(
    bandwidths.sort((a, b) => b - a).map((value, index) => [`t${index}`, `Tier ${index}`, value]),
    [['f32', peak]],
  ),
);

describe('roofs', () => {
  it('end exactly at their ridge point on the chosen compute roof', () => {
    for (const { solid, ridge, ceiling } of roofs.bandwidths.slice(0, 3)) {
      expect(solid?.x2).toBeCloseTo(scales.x.toPixel(989e12 / ceiling.bandwidth.value), 0);
      expect([solid?.x2, solid?.y2]).toEqual([ridge?.x, ridge?.y]);
    }
  });
  it('reach past every point: from the plot’s edge to the ridge, and on to the right edge', () => {
    fc.assert(
      fc.property(anyRoofline, (roofline) => {
        const any = scalesOf(frame, fitView(roofline, 'f32', []));
        const { bandwidths, computes } = layoutRoofs(roofline, 'f32', any);
        const [compute] = computes;
        expect(compute?.line.x2).toBe(frame.width - frame.right);
        for (const { solid, ridge } of bandwidths) {
          if (!solid) continue;
          const entersLeft = Math.abs(solid.x1 - frame.left) < 0.11;
          const entersBelow = Math.abs(solid.y1 - (frame.height - frame.bottom)) < 0.11;
          expect(entersLeft || entersBelow).toBe(true);
          if (ridge) expect([solid.x2, solid.y2]).toEqual([ridge.x, ridge.y]);
          else expect(solid.x2).toBeCloseTo(frame.width - frame.right, 0);
        }
        // The compute roof begins where the fastest memory reaches it.
        if (bandwidths[0]?.ridge) expect(compute?.line.x1).toBe(bandwidths[0].ridge.x);
      }),
    );
  });
  it('stay inside the plot at any zoom', () => {
    fc.assert(
      fc.property(anyRoofline, figure, figure, (roofline, low, high) => {
        const y = low < high ? ([low, high * 10] as const) : ([high, low * 10] as const);
        const zoomed = layoutRoofs(roofline, 'f32', scalesOf(frame, { x: [0.5, 80], y }));
        const segments = [
          ...zoomed.bandwidths.flatMap(({ solid, beyond }) => [solid, beyond]),
          ...zoomed.computes.map(({ line }) => line),
        ];
        for (const segment of segments) {
          if (!segment) continue;
          for (const x of [segment.x1, segment.x2]) {
            expect(x).toBeGreaterThanOrEqual(frame.left - 0.1);
            expect(x).toBeLessThanOrEqual(frame.width - frame.right + 0.1);
          }
          for (const value of [segment.y1, segment.y2]) {
            expect(value).toBeGreaterThanOrEqual(frame.top - 0.1);
            expect(value).toBeLessThanOrEqual(frame.height - frame.bottom + 0.1);
          }
        }
      }),
    );
  });
  it('draw the chosen format solid, put it first, and merge formats on one line', () => {
    const selected = roofs.computes.filter((roof) => roof.selected);
    expect(selected.map((roof) => roof.ceilings.map((ceiling) => ceiling.format))).toEqual([['f16', 'bf16']]);
    const asBf16 = layoutRoofs(accelerator, 'bf16', scales).computes.find((roof) => roof.selected);
    expect(asBf16?.ceilings.map((ceiling) => ceiling.format)).toEqual(['bf16', 'f16']);
  });
  it('continue faintly to a higher format’s roof, and not where there is none', () => {
    expect(roofs.bandwidths[0]?.beyond).not.toBeNull();
    const highest = layoutRoofs(accelerator, 'fp8', scalesOf(frame, fitView(accelerator, 'fp8', points)));
    expect(highest.bandwidths[0]?.beyond).toBeNull();
  });
  it('run on to the edge where the machine cannot run the format', () => {
    const { bandwidths, computes } = layoutRoofs(accelerator, 'int4', scales);
    expect(computes.every((roof) => !roof.selected)).toBe(true);
    expect(bandwidths.every((roof) => roof.ridge === null)).toBe(true);
    expect(bandwidths[0]?.solid?.y2).toBeCloseTo(frame.top, 0);
  });
  it('show the interval of a measured roof', () => {
    const measured = layoutRoofs(measuredDevice, 'f32', scalesOf(frame, fitView(measuredDevice, 'f32', [])));
    expect(measured.bandwidths.every((roof) => roof.interval !== null)).toBe(true);
    expect(measured.computes[0]?.interval).toMatch(/^M/);
    expect(roofs.bandwidths[0]?.interval).toBeNull();
  });
  it('have a grip each, on the roof', () => {
    const handles = layoutHandles(roofs);
    expect(handles).toHaveLength(accelerator.bandwidths.length + roofs.computes.length);
    for (const { key, x, y } of handles) {
      if (key.type !== 'bandwidth') continue;
      const bandwidth = accelerator.bandwidths.find((ceiling) => ceiling.tier === key.tier)?.bandwidth.value ?? 0;
      expect(scales.y.toValue(y) / scales.x.toValue(x) / bandwidth).toBeCloseTo(1, 1);
    }
  });
});

describe('the band', () => {
  it('is widest at the ridge, where the sum of two equal times halves the performance', () => {
    const [bandwidth, peak] = [3.35e12, 989e12];
    const path = bandPath(scales, accelerator, 'hbm', 'f16') ?? '';
    expect(bandPath(scales, accelerator, 'tape', 'f16')).toBeNull();
    expect(bandPath(scales, accelerator, 'hbm', 'int4')).toBeNull();
    const [upper, lower] = [scales.y.toPixel(peak), scales.y.toPixel(peak / 2)];
    const ridge = scales.x.toPixel(peak / bandwidth);
    const corners = path
      .slice(1, -1)
      .split('L')
      .map((corner) => corner.split(' ').map(Number));
    expect(corners.some(([x, y]) => Math.abs((x ?? 0) - ridge) < 0.2 && Math.abs((y ?? 0) - upper) < 0.2)).toBe(true);
    const nearRidge = corners.filter(([x, y]) => Math.abs((x ?? 0) - ridge) < 10 && (y ?? 0) > upper + 5);
    expect(nearRidge.length).toBeGreaterThan(0);
    for (const [, y] of nearRidge) expect(Math.abs((y ?? 0) - lower)).toBeLessThan(5);
  });
});
