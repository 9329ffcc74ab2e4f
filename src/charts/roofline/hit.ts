import { quadtree } from 'd3';
import type { Mark } from './marks.ts';

/** A finger's reach. */
export const HIT_RADIUS = 24;

const treeOf = (marks: readonly Mark[]) =>
  quadtree<Mark>()
    .x((mark) => mark.x)
    .y((mark) => mark.y)
    .addAll([...marks]);

/** Finds the nearest mark within reach of a pixel. The tree is built on the first question: a drag asks none. */
export function hitTest(marks: readonly Mark[]): (x: number, y: number, reach?: number) => Mark | null {
  let tree: ReturnType<typeof treeOf> | undefined;
  return (x, y, reach = HIT_RADIUS) => {
    tree ??= treeOf(marks);
    return tree.find(x, y, reach) ?? null;
  };
}
