import { symbol, symbolCircle, symbolCross, symbolDiamond2, symbolSquare, symbolStar, symbolTriangle } from 'd3';

const SHAPES = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond2, symbolCross, symbolStar] as const;
export const SHAPE_RADIUS = 4;

/** Path of a series' mark about its centre: shape and hue both tell series apart. */
export function seriesShape(order: number, radius: number): string {
  const type = SHAPES[order % SHAPES.length] ?? symbolCircle;
  return symbol(type, Math.PI * radius * radius).digits(1)() ?? '';
}

/** The first series has the hue of its provenance, as everywhere; the others one each, apart from the modelled one. */
export function hueOf({ order, modelled, recorded }: { order: number; modelled: boolean; recorded: boolean }): string {
  if (modelled) return 'modelled';
  return order === 0 ? (recorded ? 'recorded' : 'measured') : String(((order - 1) % 5) + 1);
}
