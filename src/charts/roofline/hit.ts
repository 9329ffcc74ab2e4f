import { quadtree } from 'd3';
import type { Mark } from './marks.ts';

/** A finger's reach. */
export const HIT_RADIUS = 24;

/** Finds the nearest mark within reach of a pixel; near ties go to the mark drawn on top. */
export function hitTest(marks: readonly Mark[]): (x: number, y: number, reach?: number) => Mark | null {
  const tree = quadtree<Mark>()
    .x((mark) => mark.x)
    .y((mark) => mark.y)
    .addAll([...marks]);
  return (x, y, reach = HIT_RADIUS) => tree.find(x, y, reach) ?? null;
}
