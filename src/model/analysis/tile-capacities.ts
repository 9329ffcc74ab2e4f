import type { AnalysisSettings } from './analysis.ts';
import { tileShare } from './residency.ts';
import type { ChosenUnit } from './unit.ts';

/**
 * Bytes of a tile that each boundary's nearer memory holds, ONE instance: the unit's operand store at its own tier,
 * then each tier in turn. A memory of unknown or smaller capacity holds no more than the nearer one does.
 */
export function tileCapacities({ unit, tiers }: ChosenUnit, overlap: AnalysisSettings['overlap']): readonly number[] {
  const share = tileShare(overlap);
  let capacity = (unit.operandStore?.value ?? 0) * share;
  return tiers.map((_, index) => {
    const nearer = tiers[index - 1];
    if (nearer?.capacity) capacity = Math.max(capacity, nearer.capacity.value * share);
    return capacity;
  });
}
