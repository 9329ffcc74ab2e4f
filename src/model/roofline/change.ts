import { derived, type Quantity } from '#core/quantity.ts';
import { type Bytes, type BytesPerSecond, type FlopsPerSecond, scaled, seconds } from '#core/units.ts';
import type { AnalysisSettings } from '../analysis/analysis.ts';
import { setBandwidth, setPeak, updateTier, updateUnit } from '../machine/edit.ts';
import type { Machine } from '../machine/machine.ts';
import { updateLayer } from '../workload/edit.ts';
import type { Stack } from '../workload/layer.ts';
import type { NumberFormat } from '../workload/number-format.ts';

/** What a diagnosis looks at, and what a change alters. */
export interface Situation {
  readonly stack: Stack;
  readonly machine: Machine;
  readonly settings: AnalysisSettings;
}

/** One thing to alter, as data. */
export type Change =
  | { readonly kind: 'batch'; readonly batch: number }
  | { readonly kind: 'format'; readonly format: NumberFormat }
  | { readonly kind: 'overlap' }
  | { readonly kind: 'warm' }
  | { readonly kind: 'unit'; readonly unit: string }
  /** The attention layer at this path, fused. */
  | { readonly kind: 'fused'; readonly layer: string }
  | { readonly kind: 'bandwidth'; readonly tier: string; readonly factor: number }
  /** Of one instance of a tier, or of the unit's operand store where there is none nearer. */
  | { readonly kind: 'capacity'; readonly tier: string | null; readonly factor: number }
  | { readonly kind: 'peak'; readonly format: NumberFormat; readonly factor: number }
  /** Starting a kernel takes no time. */
  | { readonly kind: 'launch' };

const bigger = <T extends number>(figure: Quantity<T>, factor: number): Quantity<T> =>
  derived(scaled(figure.value, factor), `${factor} × ${figure.value}`);

function changedMachine(machine: Machine, change: Change, unitId: string): Machine {
  const unit = machine.units.find((each) => each.id === unitId);
  switch (change.kind) {
    case 'bandwidth': {
      const tier = machine.tiers.find((each) => each.id === change.tier);
      const own = unit?.tier === change.tier ? unit.bandwidth : null;
      const now = own ?? tier?.readBandwidth;
      return now
        ? setBandwidth(machine, change.tier, scaled<BytesPerSecond>(now.value, change.factor), unitId)
        : machine;
    }
    case 'capacity': {
      if (change.tier === null)
        return unit?.operandStore
          ? updateUnit(machine, unitId, { operandStore: bigger<Bytes>(unit.operandStore, change.factor) })
          : machine;
      const capacity = machine.tiers.find((each) => each.id === change.tier)?.capacity;
      return capacity
        ? updateTier(machine, change.tier, { capacity: bigger<Bytes>(capacity, change.factor) })
        : machine;
    }
    case 'peak': {
      const peak = unit?.peaks[change.format];
      return peak
        ? setPeak(machine, unitId, change.format, scaled<FlopsPerSecond>(peak.value, change.factor))
        : machine;
    }
    case 'launch':
      return updateUnit(machine, unitId, { launchOverhead: derived(seconds(0), 'no launch overhead') });
    default:
      return machine;
  }
}

/** The situation with the change made, and nothing else. */
export function applyChange(change: Change, situation: Situation): Situation {
  const { stack, machine, settings } = situation;
  switch (change.kind) {
    case 'batch':
      return { ...situation, settings: { ...settings, batch: change.batch } };
    case 'format':
      return { ...situation, settings: { ...settings, format: change.format } };
    case 'overlap':
      return { ...situation, settings: { ...settings, overlap: 'double-buffered' } };
    case 'warm':
      return { ...situation, settings: { ...settings, residency: 'warm' } };
    case 'unit':
      return { ...situation, settings: { ...settings, unit: change.unit } };
    case 'fused':
      return { ...situation, stack: updateLayer(stack, change.layer, { fields: { algorithm: 'fused' } }) };
    default:
      return {
        ...situation,
        machine: changedMachine(machine, change, settings.unit ?? machine.units[0]?.id ?? ''),
      };
  }
}

/** The change as the subject of "would make it n× faster". */
export function describeChange(change: Change, machine: Machine): string {
  const nameOf = (id: string) => machine.tiers.find((tier) => tier.id === id)?.name ?? id;
  switch (change.kind) {
    case 'batch':
      return `batch ${change.batch}`;
    case 'format':
      return change.format;
    case 'overlap':
      return 'overlapping transfers with compute';
    case 'warm':
      return 'keeping activations near between layers';
    case 'unit':
      return `running it on ${machine.units.find((unit) => unit.id === change.unit)?.name ?? change.unit}`;
    case 'fused':
      return 'fused attention';
    case 'bandwidth':
      return `${change.factor}× the bandwidth of ${nameOf(change.tier)}`;
    case 'capacity':
      return `${change.factor}× the capacity of ${change.tier === null ? 'the operand store' : nameOf(change.tier)}`;
    case 'peak':
      return `${change.factor}× the ${change.format} peak`;
    case 'launch':
      return 'no launch overhead';
  }
}
