import type { Box } from './boxes.ts';
import type { CeilingKey } from './ceilings.ts';
import type { Roofs, Segment } from './roofs.ts';
import { round } from './scale.ts';

/** The grip of a roof: a short bar along it. */
export interface Handle {
  readonly key: CeilingKey;
  readonly order: number | null;
  readonly x: number;
  readonly y: number;
  /** Degrees. */
  readonly angle: number;
  readonly box: Box;
}

const LENGTH = 16;
const THICKNESS = 6;

function handleOn(key: CeilingKey, order: number | null, { x1, y1, x2, y2 }: Segment, share: number): Handle {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
  return {
    key,
    order,
    x: round(x),
    y: round(y),
    angle: round((angle * 180) / Math.PI),
    box: { cx: x, cy: y, width: LENGTH, height: THICKNESS, angle },
  };
}

/** Slanted roofs are gripped four fifths up, flat ones near their right end, clear of the ridge points. */
export function layoutHandles(roofs: Roofs): readonly Handle[] {
  const slanted = roofs.bandwidths.flatMap(({ key, order, solid }) =>
    solid && Math.hypot(solid.x2 - solid.x1, solid.y2 - solid.y1) > LENGTH * 1.5
      ? [handleOn(key, order, solid, 0.8)]
      : [],
  );
  const flat = roofs.computes.flatMap(({ key, line }) =>
    line.x2 - line.x1 > LENGTH * 1.5 ? [handleOn(key, null, line, 1 - LENGTH / (line.x2 - line.x1))] : [],
  );
  return [...slanted, ...flat];
}
