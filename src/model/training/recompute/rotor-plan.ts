import { type Chain, layersOf } from './chain.ts';
import { type RotorTable, rowOf, sumsBefore } from './rotor.ts';
import { advance, backwardOf, forwardOf, freeInputOf, type Schedule, type Step } from './schedule.ts';

/** Slots that `memory` bytes leave beside the chain's input; more than the table's are as many as the table has. */
function freeSlots({ grid }: RotorTable, memory: number): number {
  // Times and units are doubles: a memory that is a whole number of slots may come out a hair under it.
  const slots = Math.floor((memory / grid.unit) * (1 + 2 ** -50));
  return Math.min(slots, grid.slots) - (grid.activation[0] ?? 0);
}

/** The least time that the table knows for `memory` bytes; infinite where nothing fits. */
export function rotorTime(chain: Chain, table: RotorTable, memory: number): number {
  const free = freeSlots(table, memory);
  if (free < 0) return Number.POSITIVE_INFINITY;
  const width = table.grid.slots + 1;
  return table.times[rowOf(layersOf(chain), 0, layersOf(chain) - 1) * width + free] ?? Number.POSITIVE_INFINITY;
}

/**
 * The schedule behind that time; null where nothing fits. Read back from the table: of each part, the first choice whose time is
 * the part's.
 */
export function rotorSchedule(chain: Chain, table: RotorTable, memory: number): Schedule | null {
  if (!Number.isFinite(rotorTime(chain, table, memory))) return null;
  const { grid, times } = table;
  const layers = layersOf(chain);
  const width = grid.slots + 1;
  const before = sumsBefore(chain.forward);
  const at = (from: number, to: number, free: number) => times[rowOf(layers, from, to) * width + free] as number;
  const steps: Step[] = [];

  /** The activation to keep first, or −1 where the first layer saves all. */
  const choice = (from: number, to: number, free: number): number => {
    const wanted = at(from, to, free);
    const saved = grid.saved[from] ?? 0;
    if (free >= saved && at(from, from, free) + at(from + 1, to, free - saved) === wanted) return -1;
    for (let j = from + 1; j <= to; j++) {
      const size = grid.activation[j] ?? 0;
      const run = (before[j] as number) - (before[from] as number);
      if (free >= size && run + at(j, to, free - size) + at(from, j - 1, free) === wanted) return j;
    }
    throw new Error(`no choice gives the time of layers ${from} to ${to}`);
  };
  const part = (from: number, to: number, free: number): void => {
    let end = to;
    while (end > from) {
      const kept = choice(from, end, free);
      if (kept === -1) {
        steps.push(forwardOf(from, 'all'));
        part(from + 1, end, free - (grid.saved[from] ?? 0));
        steps.push(backwardOf(from));
        return;
      }
      advance(steps, from, kept);
      part(kept, end, free - (grid.activation[kept] ?? 0));
      steps.push(freeInputOf(kept));
      end = kept - 1;
    }
    steps.push(forwardOf(from, 'all'), backwardOf(from));
  };
  part(0, layers - 1, freeSlots(table, memory));
  return steps;
}
