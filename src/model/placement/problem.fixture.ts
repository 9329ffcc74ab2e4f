import fc from 'fast-check';
import { bytes, seconds } from '#core/units.ts';
import { type Fractions, mayLieIn, PASS_CLASSES, type PlacementProblem } from './problem.ts';

interface Sketch {
  /** Bytes of weights, activations and KV cache, as many as there are. */
  readonly sizes: readonly number[];
  /** Nearest first; a capacity below 0 is flash of that many bytes. */
  readonly capacities: readonly number[];
  /** Seconds of each boundary, one for each store, for each class. */
  readonly times: readonly (readonly number[])[];
  readonly compute?: number;
  readonly overlaps?: boolean;
}

export const problemFrom = ({ sizes, capacities, times, compute = 0, overlaps = true }: Sketch): PlacementProblem => ({
  classes: sizes.map((size, index) => ({
    id: PASS_CLASSES[index] ?? 'kv',
    size: bytes(size),
    written: index > 0,
  })),
  stores: capacities.map((capacity, index) => ({
    tier: `tier${index}`,
    name: `Tier ${index}`,
    capacity: bytes(Math.abs(capacity)),
    writable: capacity >= 0,
  })),
  boundaries: times.map((row, index) => ({
    tier: `tier${index}`,
    name: `Tier ${index}`,
    store: index,
    seconds: row.map(seconds),
  })),
  compute: seconds(compute),
  overlaps,
  notes: [],
});

export const arbitrarySketch = (overlaps: fc.Arbitrary<boolean>, most = { classes: 3, stores: 4, size: 1e12 }) =>
  fc
    .record({
      classes: fc.integer({ min: 1, max: most.classes }),
      stores: fc.integer({ min: 1, max: most.stores }),
      overlaps,
    })
    .chain(({ classes, stores, overlaps: chosen }) =>
      fc.record({
        sizes: fc.array(fc.integer({ min: 1, max: most.size }), { minLength: classes, maxLength: classes }),
        capacities: fc.array(
          fc
            .tuple(fc.integer({ min: 1, max: 2 * most.size }), fc.boolean())
            .map(([size, flash]) => (flash ? -size : size)),
          { minLength: stores, maxLength: stores },
        ),
        times: fc.array(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: classes, maxLength: classes }), {
          minLength: stores,
          maxLength: stores,
        }),
        compute: fc.integer({ min: 0, max: 1000 }),
        overlaps: fc.constant(chosen),
      }),
    );

/** Every way to put whole bytes of each class into the stores, within their capacities. */
export function* wholeBytes(problem: PlacementProblem): Generator<Fractions> {
  const { classes, stores } = problem;
  const room = stores.map(({ capacity }) => capacity as number);
  const rows = classes.map(() => stores.map(() => 0));
  function* fill(index: number, store: number, left: number): Generator<Fractions> {
    const placed = classes[index];
    const at = stores[store];
    const row = rows[index];
    if (placed === undefined || row === undefined) {
      yield rows.map((each) => [...each]);
      return;
    }
    if (at === undefined) {
      if (left === 0) yield* fill(index + 1, 0, classes[index + 1]?.size ?? 0);
      return;
    }
    const most = mayLieIn(placed, at) ? Math.min(left, room[store] ?? 0) : 0;
    for (let taken = 0; taken <= most; taken++) {
      row[store] = taken / placed.size;
      room[store] = (room[store] ?? 0) - taken;
      yield* fill(index, store + 1, left - taken);
      room[store] = (room[store] ?? 0) + taken;
      row[store] = 0;
    }
  }
  yield* fill(0, 0, classes[0]?.size ?? 0);
}
