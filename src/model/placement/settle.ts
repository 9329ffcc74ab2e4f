import { type Fractions, mayLieIn, type PlacementProblem } from './problem.ts';

/**
 * A solver's fractions without its rounding: none below 0, each class whole, and no store over its capacity. What a store cannot hold moves to the
 * nearest that can; a problem that fits has one.
 */
export function settled({ classes, stores }: PlacementProblem, fractions: Fractions): Fractions {
  const rows = classes.map((_, index) => {
    const row = stores.map((_, store) => Math.max(0, fractions[index]?.[store] ?? 0));
    const sum = row.reduce((total, fraction) => total + fraction, 0);
    return row.map((fraction) => fraction / sum);
  });
  const room = stores.map(({ capacity }, store) =>
    classes.reduce<number>((left, { size }, index) => left - size * (rows[index]?.[store] ?? 0), capacity),
  );
  // What may lie anywhere gives way first.
  const order = [...classes.entries()].sort(([, one], [, other]) => Number(one.written) - Number(other.written));
  stores.forEach((_, from) => {
    for (const [index, placed] of order)
      for (let to = 0; to < stores.length; to++) {
        const store = stores[to];
        const over = -(room[from] ?? 0);
        const row = rows[index];
        if (over <= 0 || store === undefined || row === undefined || to === from || !mayLieIn(placed, store)) continue;
        const moved = Math.min(over, placed.size * (row[from] ?? 0), Math.max(0, room[to] ?? 0));
        row[from] = (row[from] ?? 0) - moved / placed.size;
        row[to] = (row[to] ?? 0) + moved / placed.size;
        room[from] = (room[from] ?? 0) + moved;
        room[to] = (room[to] ?? 0) - moved;
      }
  });
  return rows;
}
