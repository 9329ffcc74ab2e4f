import { round } from '../log-scale.ts';
import { type Box, overlap } from './boxes.ts';
import { type CeilingKey, keyText } from './ceilings.ts';
import type { Roofs, Segment } from './roofs.ts';

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
/** A little less than is drawn: a label just above a roof does not touch its grip. */
const THICKNESS = 4;

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

/** Four fifths up a slanted roof and near the right end of a flat one, clear of the ridge points; else the next best. */
const SLANTED = [0.8, 0.72, 0.64, 0.56, 0.88, 0.48, 0.4, 0.3];
const flatShares = (length: number) =>
  [1, 2.5, 4, 5.5, 7, 9].map((times) => 1 - (LENGTH * times) / length).filter((share) => share > 0.1);

/** A grip for each roof, where the fewest marks lie on it. `hold`: pixels from the left that a drag keeps. */
export function layoutHandles(
  roofs: Roofs,
  obstacles: readonly Box[] = [],
  hold?: ReadonlyMap<string, number>,
): readonly Handle[] {
  const best = (key: CeilingKey, order: number | null, segment: Segment | null, slanted: boolean): Handle[] => {
    const length = segment ? Math.hypot(segment.x2 - segment.x1, segment.y2 - segment.y1) : 0;
    if (!segment || length < LENGTH * 1.5) return [];
    const held = hold?.get(keyText(key));
    if (held !== undefined) {
      const share = (held - segment.x1) / (segment.x2 - segment.x1);
      return [handleOn(key, order, segment, Math.min(1, Math.max(0, share)))];
    }
    let choice: Handle | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    for (const share of slanted ? SLANTED : flatShares(length)) {
      const handle = handleOn(key, order, segment, share);
      const covered = obstacles.filter((box) => overlap(box, handle.box)).length;
      if (covered < fewest) {
        fewest = covered;
        choice = handle;
      }
      if (covered === 0) break;
    }
    return choice ? [choice] : [];
  };
  return [
    ...roofs.bandwidths.flatMap(({ key, order, solid }) => best(key, order, solid, true)),
    ...roofs.computes.flatMap(({ key, line }) => best(key, null, line, false)),
  ];
}
