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
}

/** The tiers of a run: where the discovery found them, or where a person put their ends. Null where it has none. */
export function useTiers(run: Run | null): ShownTiers | null {
  const boundaries = useDocument(selectBoundaries);
  const curves = useMemo(() => (run?.machine ? curvesOf(run) : null), [run]);
  return useMemo(() => {
    if (!run?.machine || !curves) return null;
    // A link carries the tiers and not the curves: then nothing can be fitted anew.
    const moved = boundaries.length > 0 ? tiersAt(curves, boundaries) : null;
    return { discovery: moved ?? run.machine, byHand: moved !== null };
  }, [run, curves, boundaries]);
}
