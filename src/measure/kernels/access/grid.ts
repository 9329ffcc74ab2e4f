import { DistinctCounter } from './distinct.ts';
import { joinAxes } from './join-axes.ts';
import { type Loop, residueCounts } from './residues.ts';

/** An address that is affine in the digits of a flat index: `start` + Σ digit · stride. */
export interface Tap {
  readonly start: number;
  /** Elements that a step along each axis moves by. */
  readonly strides: readonly number[];
  /** Digits of each axis, from – to exclusive, for which it is accessed; left out: all. */
  readonly ranges?: readonly (readonly [from: number, to: number])[];
}

/** Invocations number the points of a grid, the last axis fastest; a run of consecutive ones accesses memory together. */
export interface Grid {
  readonly sizes: readonly number[];
  /** Taps of one stride list, so that they move together. */
  readonly taps: readonly Tap[];
  /** Elements that one access takes. */
  readonly width: number;
  /** Consecutive points that go together: a subgroup, or all of a workgroup. */
  readonly run: number;
  /** Elements of what is counted: 1 for elements, a sector's for sectors. */
  readonly unit: number;
  /** Loops around all of it that move every address. */
  readonly again?: readonly Loop[];
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
const modulo = (a: number, b: number): number => ((a % b) + b) % b;

/** Accesses that are made, not masked: points times the elements of each. */
export const accessesOf = ({ sizes, taps, again = [] }: Pick<Grid, 'sizes' | 'taps' | 'again'>): number => {
  const repeats = again.reduce((product, { count }) => product * count, 1);
  const points = (tap: Tap) =>
    sizes.reduce((product, size, axis) => {
      const [from, to] = tap.ranges?.[axis] ?? [0, size];
      return product * Math.max(0, to - from);
    }, 1);
  return repeats * taps.reduce((sum, tap) => sum + points(tap), 0);
};

/**
 * Distinct units under all taps of each run, summed over the runs of the grid: what coalesces where a run is a subgroup, what is
 * fetched once where it is a workgroup. Exact; runs that repeat one another, since what an axis moves them by is whole units and
 * whole runs again after a while, are counted once, so that its time hangs on the pattern and hardly on the sizes.
 */
export const unitsOf = (grid: Grid): number => countUnits(withoutNeedlessAxes(grid));

/** The grid with axes joined that every tap walks through as one. */
function withoutNeedlessAxes(grid: Grid): Grid {
  const { sizes, taps } = grid;
  if (taps.some(({ ranges }) => ranges !== undefined)) return grid;
  const joined = joinAxes(sizes, [taps[0]?.strides ?? []]);
  const strides = joined.map(({ steps: [step = 0] }) => step);
  return { ...grid, sizes: joined.map(({ extent }) => extent), taps: taps.map(({ start }) => ({ start, strides })) };
}

function countUnits({ sizes, taps, width, run, unit, again = [] }: Grid): number {
  const axes = sizes.length;
  const strides = taps[0]?.strides ?? [];
  /** Points in one step of an axis. */
  const spans = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  const within = (tap: Tap, axis: number, digit: number): boolean => {
    const range = tap.ranges?.[axis];
    return range === undefined || (digit >= range[0] && digit < range[1]);
  };

  const counter = new DistinctCounter();
  /** Distinct units of the points [first, last) of a block of the axes from `axis` on, which starts at `base`. */
  const distinct = (axis: number, base: number, active: readonly Tap[], first: number, last: number): number => {
    counter.clear((last - first) * active.length * (Math.ceil(width / unit) + 1));
    const digits = spans.map((span, at) => (at < axis ? 0 : Math.floor(first / span) % (sizes[at] ?? 1)));
    for (let point = first; point < last; ) {
      let address = base;
      for (let at = axis; at < axes; at++) address += (digits[at] ?? 0) * (strides[at] ?? 0);
      const open = active.filter((tap) =>
        digits.every((digit, at) => at < axis || at === axes - 1 || within(tap, at, digit)),
      );
      // As far as the last axis goes the others stand still.
      const digit = digits[axes - 1] ?? 0;
      const end = Math.min(last, point + (axis < axes ? (sizes[axes - 1] ?? 1) - digit : 1));
      for (let along = 0; point < end; along++, point++, address += strides[axes - 1] ?? 0)
        for (const tap of open) {
          if (axis < axes && !within(tap, axes - 1, digit + along)) continue;
          const low = Math.floor((address + tap.start) / unit);
          const high = width === 1 ? low : Math.floor((address + tap.start + width - 1) / unit);
          for (let one = low; one <= high; one++) counter.add(one);
        }
      digits[axes - 1] = 0;
      for (let at = axes - 2; at >= axis; at--) {
        digits[at] = (digits[at] ?? 0) + 1;
        if (digits[at] !== sizes[at]) break;
        digits[at] = 0;
      }
    }
    return counter.count;
  };

  const known = new Map<string, number>();
  /** Of the runs that lie inside a block of the axes from `axis` on, whose first point has number `offset` in its run. */
  const inside = (axis: number, offset: number, base: number, active: readonly Tap[]): number => {
    const size = sizes[axis] ?? 1;
    const span = spans[axis] ?? 1;
    if (active.length === 0 || size * span < run) return 0;
    if (axis >= axes) return distinct(axis, base, active, 0, 1);
    const key = [axis, offset, base, ...active.map((tap) => taps.indexOf(tap))].join();
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const stride = strides[axis] ?? 0;
    const turn = Math.max(run / divisor(run, span), unit / divisor(unit, stride));
    /** Where the last run starts that starts inside a step. */
    const lastStart = (digit: number) => Math.floor(((digit + 1) * span - 1 + offset) / run) * run - offset;
    let total = 0;
    const edges = new Set([0, size]);
    for (const tap of active) for (const edge of tap.ranges?.[axis] ?? []) edges.add(Math.min(size, Math.max(0, edge)));
    const sorted = [...edges].toSorted((a, b) => a - b);
    sorted.slice(1).forEach((to, index) => {
      const from = sorted[index] ?? 0;
      const open = active.filter((tap) => within(tap, axis, from));
      for (let digit = from; digit < Math.min(to, from + turn); digit++) {
        const at = digit * span;
        const times = Math.ceil((to - digit) / turn);
        total += times * inside(axis + 1, (offset + at) % run, modulo(base + digit * stride, unit), open);
        // A run that goes on into the next step, and ends before these steps do.
        const start = lastStart(digit);
        const room = to * span - run - start;
        if (start >= at && start + run > at + span && room >= 0)
          total += (Math.floor(room / (turn * span)) + 1) * distinct(axis, base, active, start, start + run);
      }
      const leaving = lastStart(to - 1);
      if (leaving >= from * span && leaving + run > to * span && leaving + run <= size * span)
        total += distinct(axis, base, active, leaving, leaving + run);
    });
    known.set(key, total);
    return total;
  };

  const points = sizes.reduce((product, size) => product * size, 1);
  const whole = Math.floor(points / run) * run;
  let total = 0;
  residueCounts(0, again, unit).forEach((times, residue) => {
    if (times > 0) total += times * (inside(0, 0, residue, taps) + distinct(0, residue, taps, whole, points));
  });
  return total;
}
