import type { Path } from '../../../record/tuning/grid.ts';
import type { Problem } from '../../kernel.ts';
import { sizeOf } from '../../problem.ts';
import type { Tile } from '../cost.ts';

/** What a program fixes in its source: the outputs that an invocation keeps in registers, and where their operands come from. */
export interface Registers {
  readonly path: Path;
  readonly rows: 4 | 8 | 16 | 32;
  readonly columns: 4 | 8;
}

/** What is left to choose, by the names of a problem's sizes: a workgroup's invocations, and the steps of K it stages at once. */
export interface Parameters {
  readonly across: number;
  readonly down: number;
  /** 4 where nothing is staged: the steps of K that every program takes together. */
  readonly depth: number;
}

/** Steps of K that the source takes together. */
export const UNROLLED = 4;

export const parametersOf = ({ path }: Registers, problem: Problem): Parameters => ({
  across: sizeOf(problem, 'across'),
  down: sizeOf(problem, 'down'),
  depth: path === 'staged' ? sizeOf(problem, 'depth') : UNROLLED,
});

/** The tile of C of a workgroup, and the steps of K that it takes at once. */
export const tileOf = ({ rows, columns }: Registers, { across, down, depth }: Parameters): Tile => ({
  rows: rows * down,
  columns: columns * across,
  depth,
});

/** An output of an invocation in the tile, by its local_invocation_index. */
export type Place = (lane: number) => { readonly row: number; readonly column: number };

/**
 * The places of an invocation's outputs. Straight from memory: adjacent rows, columns `across` apart. Staged: rows `down` apart,
 * four adjacent columns and the next four behind those of all others.
 */
export function placesOf({ path, rows, columns }: Registers, { across, down }: Parameters): readonly Place[] {
  const staged = path === 'staged';
  return Array.from({ length: rows * columns }, (_, output) => {
    const [below, beside] = [Math.floor(output / columns), output % columns];
    return (lane) => {
      const [x, y] = [lane % across, Math.floor(lane / across)];
      if (!staged) return { row: y * rows + below, column: x + beside * across };
      return { row: y + below * down, column: 4 * (x + Math.floor(beside / 4) * across) + (beside % 4) };
    };
  });
}
