import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { ELEMENT, sectorsTouched } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { type CsrPattern, entriesBefore, PERIOD } from './csr-pattern.ts';
import { INVOCATIONS, ROWS } from './rows-cost.ts';

/** Invocations that share a row. */
const SHARERS = INVOCATIONS / ROWS;

/** Costs that were counted, by pattern: plans and engines ask several times. */
const counted = new WeakMap<CsrPattern, Map<string, KernelCost>>();

type Levels = Pick<Record<keyof KernelCost, number>, 'requested' | 'moved' | 'useful' | 'tiled'>;

/** What the workgroups of the first `rows` rows of a period cost: entry by entry, since nobody knows beforehand where columns point. */
function levelsOf({ starts, columns }: CsrPattern, rows: number, { subgroupWidth, sector }: AccessWidths): Levels {
  const lanes = Math.min(subgroupWidth, INVOCATIONS);
  const held = sector / ELEMENT;
  const sum = { requested: 0, moved: 0, useful: 0, tiled: 0 };
  const add = (addresses: readonly number[], times = 1) => {
    if (addresses.length === 0) return;
    const distinct = new Set(addresses);
    sum.requested += times * ELEMENT * addresses.length;
    sum.useful += times * ELEMENT * distinct.size;
    sum.moved += times * sector * sectorsTouched(distinct, 1, 0, held);
  };
  for (let first = 0; first < rows; first += ROWS) {
    const last = Math.min(first + ROWS, rows);
    for (let lane = 0; lane < INVOCATIONS; lane += lanes) {
      const own = Array.from({ length: lanes }, (_, i) => lane + i).filter(
        (i) => first + Math.floor(i / SHARERS) < rows,
      );
      const rowsOf = own.map((i) => first + Math.floor(i / SHARERS));
      add(rowsOf.map((row) => row + 1));
      add(rowsOf);
      let entries = own.map((i, index) => (starts[rowsOf[index] ?? 0] ?? 0) + (i % SHARERS));
      let ends = rowsOf.map((row) => starts[row + 1] ?? 0);
      for (;;) {
        const within = entries.map((entry, index) => entry < (ends[index] ?? 0));
        entries = entries.filter((_, index) => within[index]);
        ends = ends.filter((_, index) => within[index]);
        if (entries.length === 0) break;
        // Values and columns lie alike.
        add(entries, 2);
        add(entries.map((entry) => columns[entry] ?? 0));
        entries = entries.map((entry) => entry + SHARERS);
      }
    }
    add(Array.from({ length: last - first }, (_, i) => first + i));
    const [from = 0, to = 0] = [starts[first], starts[last]];
    const ofX = new Set(columns.subarray(from, to)).size;
    sum.tiled += ELEMENT * (2 * (to - from) + (last - first + 1) + ofX + (last - first));
  }
  return sum;
}

function count(rows: number, pattern: CsrPattern, widths: AccessWidths): KernelCost {
  const periods = Math.floor(rows / PERIOD);
  const rest = levelsOf(pattern, rows % PERIOD, widths);
  const whole = periods > 0 ? levelsOf(pattern, PERIOD, widths) : rest;
  const level = (of: keyof Levels) => bytes(periods * whole[of] + rest[of]);
  const entries = entriesBefore(pattern, rows);
  const seen = pattern.columns.subarray(0, periods > 0 ? undefined : entries);
  return {
    requested: level('requested'),
    moved: level('moved'),
    useful: level('useful'),
    tiled: level('tiled'),
    flop: flops(2 * entries),
    compulsory: bytes(ELEMENT * (2 * entries + (rows + 1) + new Set(seen).size + rows)),
  };
}

export function csrCost(rows: number, pattern: CsrPattern, widths: AccessWidths): KernelCost {
  const known = counted.get(pattern) ?? new Map<string, KernelCost>();
  counted.set(pattern, known);
  const key = `${rows}:${widths.subgroupWidth}:${widths.sector}`;
  const cost = known.get(key) ?? count(rows, pattern, widths);
  known.set(key, cost);
  return cost;
}
