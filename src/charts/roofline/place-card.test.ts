import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeCard } from './place-card.ts';
import { frameOf } from './scale.ts';

const covers = (place: ReturnType<typeof placeCard>, height: number, x: number, y: number) =>
  x > place.left && x < place.left + place.width && y > place.top && y < place.top + height;

describe('the card of a point', () => {
  it('stands inside a wide chart and never on its point', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 760, max: 1600 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 100, max: 260 }),
        (width, across, down, height) => {
          const frame = frameOf(width, 420);
          const [x, y] = [across * width, down * 420];
          const place = placeCard(frame, x, y, height);
          expect(place.left).toBeGreaterThanOrEqual(0);
          expect(place.left + place.width).toBeLessThanOrEqual(width);
          expect(place.top).toBeGreaterThanOrEqual(0);
          expect(place.top + height).toBeLessThanOrEqual(420);
          expect(covers(place, height, x, y)).toBe(false);
        },
      ),
    );
  });
  it('leaves the point in sight on a narrow chart, and never rises above the plot', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (width, across, down) => {
          const [x, y] = [across * width, down * 320];
          const place = placeCard(frameOf(width, 320), x, y, 230);
          expect(place.top).toBeGreaterThanOrEqual(0);
          expect(place.left).toBeGreaterThanOrEqual(0);
          expect(place.left + place.width).toBeLessThanOrEqual(width);
          expect(covers(place, 230, x, y)).toBe(false);
        },
      ),
    );
  });
});
