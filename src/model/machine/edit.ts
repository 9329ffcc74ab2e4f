import { derived, type Quantity, type Unknowable } from '#core/quantity.ts';
import { type BytesPerSecond, type FlopsPerSecond, scaled } from '#core/units.ts';
import type { NumberFormat } from '../workload/number-format.ts';
import type { ComputeUnit, Machine, Tier } from './machine.ts';

/** Source of every figure that a person changed. */
export const EDITED = 'edited by hand';

const edited = <T extends number>(value: T): Quantity<T> => derived(value, EDITED);
const clamp = (index: number, length: number) => Math.max(0, Math.min(length, Math.trunc(index)));

/** The farthest tier is where tensors live. */
function mended(machine: Machine): Machine {
  const last = machine.tiers.at(-1);
  if (last === undefined || last.role === 'store') return machine;
  return { ...machine, tiers: [...machine.tiers.slice(0, -1), { ...last, role: 'store' }] };
}

function freshId(prefix: string, taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`${prefix}-${number}`)) number++;
  return `${prefix}-${number}`;
}

/** A tier with some fields changed. A new id takes its units with it; an id that another tier has is not taken. */
export function updateTier(machine: Machine, id: string, change: Partial<Tier>): Machine {
  const renamed = change.id !== undefined && change.id !== id && machine.tiers.every((tier) => tier.id !== change.id);
  const next = { ...change, id: renamed ? (change.id ?? id) : id };
  return mended({
    ...machine,
    tiers: machine.tiers.map((tier) => (tier.id === id ? { ...tier, ...next } : tier)),
    units: renamed
      ? machine.units.map((unit) => (unit.tier === id ? { ...unit, tier: next.id } : unit))
      : machine.units,
  });
}

/** A tier of which nothing is known yet, unless `tier` says; before `index`, or before the farthest. */
export function addTier(machine: Machine, tier: Partial<Tier> = {}, index = machine.tiers.length - 1): Machine {
  const taken = machine.tiers.map((each) => each.id);
  const id = tier.id !== undefined && !taken.includes(tier.id) ? tier.id : freshId('tier', taken);
  const added: Tier = {
    name: `Tier ${machine.tiers.length + 1}`,
    technology: 'unknown',
    role: 'cache',
    instances: 1,
    capacity: null,
    readBandwidth: null,
    writeBandwidth: null,
    latency: null,
    energy: null,
    ...tier,
    id,
  };
  return mended({ ...machine, tiers: machine.tiers.toSpliced(clamp(index, taken.length), 0, added) });
}

/** Without a tier; its units move to the next farther one (the next nearer, for the farthest). The last tier stays. */
export function removeTier(machine: Machine, id: string): Machine {
  const index = machine.tiers.findIndex((tier) => tier.id === id);
  if (index < 0 || machine.tiers.length === 1) return machine;
  const heir = (machine.tiers[index + 1] ?? machine.tiers[index - 1])?.id ?? id;
  return mended({
    ...machine,
    tiers: machine.tiers.toSpliced(index, 1),
    units: machine.units.map((unit) => (unit.tier === id ? { ...unit, tier: heir } : unit)),
  });
}

/** A tier at another place, counted from the nearest; its units go with it. */
export function moveTier(machine: Machine, id: string, index: number): Machine {
  const tier = machine.tiers.find((each) => each.id === id);
  if (tier === undefined) return machine;
  const others = machine.tiers.filter((each) => each !== tier);
  return mended({ ...machine, tiers: others.toSpliced(clamp(index, others.length), 0, tier) });
}

/**
 * A unit with some fields changed. An id that another unit has is not taken, nor a tier that the machine does not have.
 */
export function updateUnit(machine: Machine, id: string, change: Partial<ComputeUnit>): Machine {
  const { id: wanted = id, tier, ...rest } = change;
  const next = {
    ...rest,
    id: machine.units.some((unit) => unit.id === wanted) ? id : wanted,
    ...(machine.tiers.some((each) => each.id === tier) && tier !== undefined && { tier }),
  };
  return { ...machine, units: machine.units.map((unit) => (unit.id === id ? { ...unit, ...next } : unit)) };
}

/** A unit of which nothing is known but that it computes in f32, unless `unit` says; attached to the nearest tier. */
export function addUnit(machine: Machine, unit: Partial<ComputeUnit> = {}): Machine {
  const taken = machine.units.map((each) => each.id);
  const id = unit.id !== undefined && !taken.includes(unit.id) ? unit.id : freshId('unit', taken);
  const added: ComputeUnit = {
    name: `Unit ${machine.units.length + 1}`,
    tier: machine.tiers[0]?.id ?? '',
    instances: 1,
    peaks: { f32: null },
    energy: {},
    operandStore: null,
    launchOverhead: null,
    ...unit,
    id,
  };
  return { ...machine, units: [...machine.units, added] };
}

/** Without a unit. The last one stays. */
export const removeUnit = (machine: Machine, id: string): Machine =>
  machine.units.length === 1 ? machine : { ...machine, units: machine.units.filter((unit) => unit.id !== id) };

const byFactor = (figure: Unknowable<BytesPerSecond>, factor: number) => figure && edited(scaled(figure.value, factor));

/**
 * Moves the bandwidth roof of a tier: of the path of `unitId` to its own tier, where it has one. A known write
 * bandwidth keeps its ratio to the read bandwidth.
 */
export function setBandwidth(machine: Machine, tierId: string, bandwidth: BytesPerSecond, unitId?: string): Machine {
  const unit = machine.units.find((each) => each.id === unitId);
  if (unit?.bandwidth && unit.tier === tierId) return updateUnit(machine, unit.id, { bandwidth: edited(bandwidth) });
  const tier = machine.tiers.find((each) => each.id === tierId);
  if (tier === undefined) return machine;
  const before = tier.readBandwidth?.value;
  return updateTier(machine, tierId, {
    readBandwidth: edited(bandwidth),
    writeBandwidth: before === undefined ? tier.writeBandwidth : byFactor(tier.writeBandwidth, bandwidth / before),
  });
}

/** Moves the flat roof of a unit in one number format. */
export function setPeak(machine: Machine, unitId: string, format: NumberFormat, peak: FlopsPerSecond): Machine {
  const unit = machine.units.find((each) => each.id === unitId);
  return unit ? updateUnit(machine, unitId, { peaks: { ...unit.peaks, [format]: edited(peak) } }) : machine;
}
