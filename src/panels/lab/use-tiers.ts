import { useMemo } from 'react';
import { curvesOf } from '#measure/record/curves.ts';
import { tiersAt } from '#measure/record/discovery/tiers-at.ts';
import type { Discovery, Run } from '#measure/record/record.ts';
import { selectBoundaries } from '#state/lab-selectors.ts';
import { useDocument } from '../playground.ts';

export interface ShownTiers {
  readonly discovery: Discovery;
  /** A person disagreed: the tiers end where they said. */
  readonly byHand: boolean;
  /** Whether the run holds the curves that a person may read otherwise; a link carries none. */
  readonly movable: boolean;
}

/** The tiers of a run: where the discovery found them, or where a person put their ends. Null where it has none. */
export function useTiers(run: Run | null): ShownTiers | null {
  const boundaries = useDocument(selectBoundaries);
  const curves = useMemo(() => (run?.machine ? curvesOf(run) : null), [run]);
  return useMemo(() => {
    if (!run?.machine || !curves) return null;
    const moved = boundaries.length > 0 ? tiersAt(curves, boundaries) : null;
    const movable = Object.values(curves).some(({ points }) => points.length > 0);
    return { discovery: moved ?? run.machine, byHand: moved !== null, movable };
  }, [run, curves, boundaries]);
}
