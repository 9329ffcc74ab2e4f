/** A place of a drawing that can be pointed at and walked to: a point, a bar, a cell. */
export interface Spot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** What a reader calls the mark. */
  readonly name: string;
  /** All that is known of it, as a sentence or two. */
  readonly said: string;
}

/** Spots along each line, nearest first; lines top to bottom. */
export type SpotLines = readonly (readonly Spot[])[];

export const spotOf = (lines: SpotLines, id: string | null): Spot | null =>
  lines.flat().find((spot) => spot.id === id) ?? null;

const nearest = (line: readonly Spot[], x: number): Spot | undefined =>
  line.reduce<Spot | undefined>(
    (best, spot) => (best === undefined || Math.abs(spot.x - x) < Math.abs(best.x - x) ? spot : best),
    undefined,
  );

/** Where a key leads: along a line, to the nearest place of the next line, or to a line's ends; null for another key. */
export function walkSpots(lines: SpotLines, from: string | null, key: string): Spot | null {
  const filled = lines.filter((line) => line.length > 0);
  const row = Math.max(
    0,
    filled.findIndex((line) => line.some(({ id }) => id === from)),
  );
  const line = filled[row] ?? [];
  const at = line.findIndex(({ id }) => id === from);
  const here = line[at];
  switch (key) {
    case 'ArrowRight':
      return line[at + 1] ?? here ?? null;
    case 'ArrowLeft':
      return line[at - 1] ?? here ?? null;
    case 'ArrowDown':
      return nearest(filled[row + 1] ?? line, here?.x ?? 0) ?? null;
    case 'ArrowUp':
      return nearest(filled[row - 1] ?? line, here?.x ?? 0) ?? null;
    case 'Home':
      return line[0] ?? null;
    case 'End':
      return line.at(-1) ?? null;
    default:
      return null;
  }
}

/** A finger's reach. */
const REACH = 24;

/** The spot within reach of a pixel. */
export function nearestSpot(lines: SpotLines, x: number, y: number): Spot | null {
  let best: Spot | null = null;
  let least = REACH;
  for (const line of lines)
    for (const spot of line) {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      if (distance < least) [best, least] = [spot, distance];
    }
  return best;
}
