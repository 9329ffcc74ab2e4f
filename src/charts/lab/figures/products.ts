import { formatShape } from '#core/format.ts';
import type { Measurement, Run } from '#measure/record/record.ts';
import type { Rung } from './ladder.ts';
import { rateOf } from './reading.ts';

const productOf = ({ problem: { m = 0, n = 0, k = 0 } }: Measurement): string => formatShape([m, n, k]);

/** How one and the same product was made in many ways, and of which sizes. */
export interface ProductLadder<T> {
  readonly product: string;
  readonly rungs: readonly (T & Rung)[];
}

/**
 * The product of which most rungs were measured, the larger of two: rungs of another size would be another question. `placeOf` says
 * what a measurement is on this ladder, or null for none of it; of two with one name the later counts. In order of measurement.
 */
export function productLadder<T extends object>(
  run: Run,
  placeOf: (one: Measurement) => (T & { readonly name: string }) | null,
): ProductLadder<T> {
  const products = new Map<string, { readonly flop: number; readonly rungs: Map<string, T & Rung> }>();
  for (const one of run.measurements) {
    const place = placeOf(one);
    if (place === null || !(one.cost.flop > 0)) continue;
    const product = products.get(productOf(one)) ?? { flop: one.cost.flop, rungs: new Map() };
    product.rungs.set(place.name, { ...place, ...rateOf(one, one.cost.flop) });
    products.set(productOf(one), product);
  }
  const [most] = [...products].toSorted(([, a], [, b]) => b.rungs.size - a.rungs.size || b.flop - a.flop);
  return most ? { product: most[0], rungs: [...most[1].rungs.values()] } : { product: '', rungs: [] };
}

/** Rungs that the adapter cannot run, by their labels, and why. */
export const missingNotes = (run: Run, labels: ReadonlyMap<string, string>): readonly string[] =>
  run.faults.flatMap(({ kind, kernel = '', message }) => {
    const label = labels.get(kernel);
    return kind === 'unsupported' && label !== undefined ? [`Without ${label}. ${message}`] : [];
  });
