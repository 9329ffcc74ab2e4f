import type { Change, Situation } from '../roofline/change.ts';
import type { ResolvedLayer } from '../workload/layer.ts';
import { formatBits, NUMBER_FORMATS } from '../workload/number-format.ts';
import { MAX_BATCH } from '../workload/resolve.ts';
import { type ChosenUnit, computeFormat } from './unit.ts';

/** Each change is by this factor, so that their gains compare: twice the batch, the bandwidth; half the bits. */
const FACTOR = 2;

/** One change to a situation; more than one edit where layers are changed alike. */
export interface Candidate {
  readonly id: string;
  readonly changes: readonly [Change, ...Change[]];
}

/**
 * Every single change to try on a layer, or on the stack, whatever limits it: twice the batch; half the bits; fused
 * attention; transfers that overlap compute; activations kept near; another unit; of the machine twice each bandwidth,
 * each capacity that a tile may fill, the peak; and no launch overhead. What a machine does not have or does not know
 * is no candidate.
 */
export function candidatesOf(
  { machine, settings }: Situation,
  layers: readonly ResolvedLayer[],
  chosen: ChosenUnit,
): readonly Candidate[] {
  const { unit, tiers, format, peak } = chosen;
  const found: Candidate[] = [];
  const add = (id: string, ...changes: readonly Change[]) => {
    const [first, ...others] = changes;
    if (first) found.push({ id, changes: [first, ...others] });
  };
  if (settings.batch * FACTOR <= MAX_BATCH) add('batch', { kind: 'batch', batch: settings.batch * FACTOR });
  for (const narrow of NUMBER_FORMATS)
    if (formatBits(narrow) * FACTOR === formatBits(settings.format) && computeFormat(unit, narrow) !== undefined)
      add(`format:${narrow}`, { kind: 'format', format: narrow });
  add(
    'attention',
    ...layers.flatMap(({ path, ops }): Change[] =>
      ops.some((op) => op.op === 'attention' && op.algorithm === 'standard') ? [{ kind: 'fused', layer: path }] : [],
    ),
  );
  if (settings.overlap === 'none') add('overlap', { kind: 'overlap' });
  if (settings.residency === 'cold') add('warm', { kind: 'warm' });
  for (const other of machine.units)
    if (other.id !== unit.id) add(`unit:${other.id}`, { kind: 'unit', unit: other.id });
  tiers.forEach((tier, index) => {
    if ((index === 0 && unit.bandwidth) || tier.readBandwidth)
      add(`bandwidth:${tier.id}`, { kind: 'bandwidth', tier: tier.id, factor: FACTOR });
  });
  if (unit.operandStore) add('capacity:operands', { kind: 'capacity', tier: null, factor: FACTOR });
  for (const tier of tiers)
    if (tier.capacity) add(`capacity:${tier.id}`, { kind: 'capacity', tier: tier.id, factor: FACTOR });
  if (peak) add('peak', { kind: 'peak', format, factor: FACTOR });
  if (unit.launchOverhead && unit.launchOverhead.value > 0) add('launch', { kind: 'launch' });
  return found;
}
