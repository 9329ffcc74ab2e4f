import type { MatmulSizes, Tile, TileAccess } from '../cost.ts';
import { ownStores, tileLoads } from '../tile-accesses.ts';
import { type Parameters, placesOf, type Registers, tileOf, UNROLLED } from './layout.ts';

const counted = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);
const STEPS = counted(UNROLLED);

/**
 * Loads straight from memory, one element each. Past the last row and column the last is read again. With `quad` four neighbours
 * read a step of K each where there are four, and stay although they may have no output.
 */
function loads({ n, k }: MatmulSizes, registers: Registers, parameters: Parameters): readonly TileAccess[] {
  const { path, rows, columns } = registers;
  const { across } = parameters;
  const tile = tileOf(registers, parameters);
  const quad = path === 'quad';
  const rowOf = (lane: number) => rows * Math.floor(lane / across);
  const columnOf = (lane: number) => lane % across;
  const works = (lane: number, extent: Tile) => quad || (rowOf(lane) < extent.rows && columnOf(lane) < extent.columns);
  const ofA = (offset: (row: number, lane: number, extent: Tile) => number | null): readonly TileAccess[] =>
    counted(rows).map((below) => ({
      width: 1,
      step: { rows: tile.rows * k, columns: 0, depth: UNROLLED },
      offset: (lane, extent) =>
        works(lane, extent) ? offset(Math.min(rowOf(lane) + below, extent.rows - 1) * k, lane, extent) : null,
    }));
  const own = ofA((start, lane, { depth }) => (depth === UNROLLED ? start + (lane % UNROLLED) : null));
  // Of what is left of K every invocation reads all for itself.
  const alone = STEPS.slice(0, quad ? UNROLLED - 1 : UNROLLED).flatMap((part) =>
    ofA((start, _, { depth }) => (part < depth && !(quad && depth === UNROLLED) ? start + part : null)),
  );
  const ofB = STEPS.flatMap((part) =>
    counted(columns).map(
      (beside): TileAccess => ({
        width: 1,
        step: { rows: 0, columns: tile.columns, depth: UNROLLED * n },
        offset: (lane, extent) =>
          works(lane, extent) && part < extent.depth
            ? part * n + Math.min(columnOf(lane) + beside * across, extent.columns - 1)
            : null,
      }),
    ),
  );
  return [...(quad ? own : []), ...alone, ...ofB];
}

/** All that a workgroup of a program asks of memory for one tile of C. */
export function tunedAccesses(sizes: MatmulSizes, registers: Registers, parameters: Parameters): readonly TileAccess[] {
  const tile = tileOf(registers, parameters);
  const operands =
    registers.path === 'staged'
      ? tileLoads(sizes, tile, parameters.across * parameters.down, 4)
      : loads(sizes, registers, parameters);
  return [...operands, ...ownStores(sizes, tile, placesOf(registers, parameters))];
}
