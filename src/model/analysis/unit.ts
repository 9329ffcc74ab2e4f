import type { Unknowable } from '#core/quantity.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { FlopsPerSecond, JoulesPerFlop } from '#core/units.ts';
import type { ComputeUnit, Machine, MachineFault, Tier } from '../machine/machine.ts';
import { NUMBER_FORMATS, type NumberFormat } from '../workload/number-format.ts';

/** Wider formats that hold every value of a format, or nearly, in the order in which they are tried. */
const WIDER: Readonly<Record<NumberFormat, readonly NumberFormat[]>> = {
  int4: ['int8', 'f16', 'bf16', 'f32'],
  int8: ['f16', 'bf16', 'f32'],
  fp8: ['f16', 'bf16', 'f32'],
  f16: ['f32'],
  bf16: ['f32'],
  f32: [],
};

/** A compute unit with the tiers that it sees and the format that it computes in. */
export interface ChosenUnit {
  readonly unit: ComputeUnit;
  /** Index of its tier in the machine; it sees this boundary and those farther out. */
  readonly first: number;
  readonly tiers: readonly Tier[];
  readonly format: NumberFormat;
  readonly peak: Unknowable<FlopsPerSecond>;
  readonly energy: Unknowable<JoulesPerFlop>;
}

/** The unit by id, or the machine's first. */
export function unitOf(machine: Machine, id?: string): Result<ComputeUnit, MachineFault> {
  const unit = id === undefined ? machine.units[0] : machine.units.find((each) => each.id === id);
  if (unit !== undefined) return ok(unit);
  const known = machine.units.map((each) => each.id).join(', ');
  return err({ field: 'unit', message: `${machine.name} has no compute unit "${id ?? ''}"; choose one of ${known}` });
}

/** The tiers that a unit sees, from its own outward. */
export function visibleTiers(machine: Machine, unit: ComputeUnit): readonly Tier[] {
  const first = machine.tiers.findIndex((tier) => tier.id === unit.tier);
  return first < 0 ? machine.tiers : machine.tiers.slice(first);
}

/**
 * The format that a unit computes `format` in: itself, or the narrowest wider one whose peak is known; else one that it
 * offers with an unknown peak; undefined where there is none.
 */
export function computeFormat(unit: ComputeUnit, format: NumberFormat): NumberFormat | undefined {
  const candidates = [format, ...WIDER[format]];
  return candidates.find((each) => unit.peaks[each]) ?? candidates.find((each) => unit.peaks[each] !== undefined);
}

/** The unit that the settings choose. A fault names the unit or the format that the machine does not offer. */
export function chooseUnit(machine: Machine, format: NumberFormat, id?: string): Result<ChosenUnit, MachineFault> {
  const chosen = unitOf(machine, id);
  if (!chosen.ok) return chosen;
  const unit = chosen.value;
  const index = machine.units.indexOf(unit);
  const first = machine.tiers.findIndex((tier) => tier.id === unit.tier);
  if (first < 0)
    return err({ field: `units[${index}].tier`, message: `"${unit.tier}" is not a tier of ${machine.name}` });
  const used = computeFormat(unit, format);
  if (used === undefined) {
    const offered = NUMBER_FORMATS.filter((each) => unit.peaks[each] !== undefined).join(', ') || 'no format';
    return err({
      field: `units[${index}].peaks.${format}`,
      message: `${unit.name} offers ${offered} and nothing that holds ${format}; choose another format or unit`,
    });
  }
  return ok({
    unit,
    first,
    tiers: machine.tiers.slice(first),
    format: used,
    peak: unit.peaks[used] ?? null,
    energy: unit.energy[used] ?? null,
  });
}
