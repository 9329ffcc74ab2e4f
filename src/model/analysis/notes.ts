import type { AnalysisSettings } from './analysis.ts';
import { bandwidthsOf } from './boundary.ts';
import type { Homes } from './placement.ts';
import type { ChosenUnit } from './unit.ts';

/** "a, b and c". */
export const listed = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Sentences about what is unknown and left out, or stands in for something else. */
export function notesOf(chosen: ChosenUnit, settings: AnalysisSettings, homes: Homes): readonly string[] {
  const { unit, tiers, format } = chosen;
  const notes: string[] = [];
  if (format !== settings.format)
    notes.push(
      `${unit.name} has no peak for ${settings.format}: it computes in ${format}, and bytes stay in ${settings.format}.`,
    );
  const noBandwidth = tiers.filter((tier, index) => bandwidthsOf(tier, unit, index === 0).read === null);
  if (chosen.peak === null)
    notes.push(`The ${format} peak of ${unit.name} is unknown: compute is left out of the times.`);
  if (noBandwidth.length > 0)
    notes.push(
      `The bandwidth of ${listed(noBandwidth.map((tier) => tier.name))} is unknown: the times leave that boundary out.`,
    );
  const noCapacity = tiers.slice(0, -1).filter((tier) => tier.capacity === null);
  if (noCapacity.length > 0)
    notes.push(
      `The capacity of ${listed(noCapacity.map((tier) => tier.name))} is unknown: it is taken to hold no more than the nearer memory.`,
    );
  if (unit.operandStore === null)
    notes.push(
      `The operand store of ${unit.name} is unknown: every operation fetches its operands from ${tiers[0]?.name}.`,
    );
  if (unit.launchOverhead === null) notes.push(`The launch overhead of ${unit.name} is unknown: no bound has it.`);
  if (homes.unbounded.length > 0)
    notes.push(
      `The capacity of ${listed(homes.unbounded)} is unknown: it is taken to hold what the nearer stores do not.`,
    );
  if (homes.homeless > 0)
    notes.push(
      `${homes.homeless} ${homes.homeless === 1 ? 'tensor fits' : 'tensors fit'} no memory of this machine; the times take ${
        homes.homeless === 1 ? 'it' : 'them'
      } to come from ${tiers.at(-1)?.name}.`,
    );
  return notes;
}
