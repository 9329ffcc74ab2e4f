import type { Frame } from './scale.ts';

export interface CardPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const GAP = 16;
const EDGE = 4;
const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/**
 * Where a card of a known height stands: beside its point on the side with room, inside the plot; on a narrow chart under
 * the point or over it, whichever leaves the point in sight.
 */
export function placeCard(frame: Frame, x: number, y: number, height: number): CardPlace {
  const width = Math.min(frame.fontSize * 27, frame.width - 2 * EDGE);
  const right = x + GAP;
  const left = x - GAP - width;
  const beside = right + width <= frame.width - EDGE ? right : left >= EDGE ? left : null;
  if (beside !== null) {
    const wanted = y < frame.height / 2 ? y + GAP / 2 : y - GAP / 2 - height;
    return { left: beside, width, top: clamp(wanted, EDGE, Math.max(EDGE, frame.height - height - EDGE)) };
  }
  const over = y - GAP - height;
  const under = y + GAP;
  const fitsOver = over >= EDGE;
  const fitsUnder = under + height <= frame.height - EDGE;
  // Where neither fits, under: it may lie over the key, never over the heading.
  return {
    left: clamp(x - width / 2, EDGE, frame.width - width - EDGE),
    width,
    top: fitsOver && (!fitsUnder || y > frame.height / 2) ? over : under,
  };
}
