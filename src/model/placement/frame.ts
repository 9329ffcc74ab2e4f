import { err, ok, type Result } from '#core/result.ts';
import { bytes, seconds } from '#core/units.ts';
import type { AnalysisSettings } from '../analysis/analysis.ts';
import { bandwidthsOf } from '../analysis/boundary.ts';
import { type ChosenUnit, chooseUnit } from '../analysis/unit.ts';
import type { Machine, MachineFault } from '../machine/machine.ts';
import type { PlacedClass, PlacementProblem, Store } from './problem.ts';

/** What a problem takes from the machine alone. */
export interface Frame {
  readonly chosen: ChosenUnit;
  /** The problem of classes with the seconds that each would keep each tier's bus busy, and compute's. */
  readonly problem: (
    classes: readonly PlacedClass[],
    times: readonly (readonly number[])[],
    compute: number,
  ) => PlacementProblem;
}

function storesOf({ tiers }: ChosenUnit): readonly (Store & { readonly index: number })[] {
  return tiers.flatMap((tier, index) =>
    tier.role === 'store'
      ? [
          {
            index,
            tier: tier.id,
            name: tier.name,
            capacity: bytes(tier.capacity === null ? Number.POSITIVE_INFINITY : tier.capacity.value * tier.instances),
            writable: tier.technology !== 'flash',
          },
        ]
      : [],
  );
}

/** Stores, buses and what is unknown of the tiers that a unit sees. Errors: a unit or a format that there is not, or nothing to time. */
export function frameOf(
  machine: Machine,
  { format, unit: id, overlap }: AnalysisSettings,
): Result<Frame, MachineFault> {
  const chosen = chooseUnit(machine, format, id);
  if (!chosen.ok) return chosen;
  const { tiers, peak, unit } = chosen.value;
  const unknown = tiers.filter((tier, index) => bandwidthsOf(tier, unit, index === 0).read === null);
  if (peak === null && unknown.length === tiers.length)
    return err({ field: 'units', message: `neither a peak nor a bandwidth that ${unit.name} sees is known: give one` });
  const stores = storesOf(chosen.value);
  const notes = [
    ...(peak === null ? [`The peak of ${unit.name} is unknown: compute is left out.`] : []),
    ...unknown.map(({ name }) => `The bandwidth of ${name} is unknown: its bus is left out.`),
    ...stores
      .filter(({ capacity }) => capacity === Number.POSITIVE_INFINITY)
      .map(({ name }) => `The capacity of ${name} is unknown: it is taken to hold anything.`),
  ];
  return ok({
    chosen: chosen.value,
    problem: (classes, times, compute) => ({
      classes,
      stores: stores.map(({ index: _, ...store }) => store),
      boundaries: tiers.map((tier, index) => ({
        tier: tier.id,
        name: tier.name,
        store: stores.findIndex((store) => store.index >= index),
        seconds: (times[index] ?? []).map(seconds),
      })),
      compute: seconds(compute),
      overlaps: overlap !== 'none',
      notes,
    }),
  });
}
