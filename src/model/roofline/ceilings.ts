import { bandwidthBound, type FlopsPerByte, type FlopsPerSecond, flopsPerSecond, ridgeOf } from '#core/units.ts';
import { bandwidthsOf } from '../analysis/boundary.ts';
import { computeFormat, unitOf, visibleTiers } from '../analysis/unit.ts';
import type { ComputeUnit, Machine } from '../machine/machine.ts';
import { NUMBER_FORMATS, type NumberFormat } from '../workload/number-format.ts';
import type { BandwidthCeiling, ComputeCeiling, Roofline } from './roofline.ts';

/** The chosen unit, or the machine's first where the id is of another machine. */
export function rooflineUnit(machine: Machine, id?: string): ComputeUnit | undefined {
  const unit = unitOf(machine, id);
  return unit.ok ? unit.value : machine.units[0];
}

/**
 * Every roof that one compute unit of a machine sees: the read bandwidth of each tier from its own outward (of the
 * unit's own path to its tier where it has one), its peak in every number format it offers, and the ridge point of each
 * pair. FLOP/s, byte/s, FLOP/byte. Figures that are unknown make no roof.
 */
export function rooflineOf(machine: Machine, unitId?: string): Roofline {
  const unit = rooflineUnit(machine, unitId);
  if (unit === undefined) return { bandwidths: [], computes: [], ridges: [] };
  const bandwidths = visibleTiers(machine, unit).flatMap((tier, index): readonly BandwidthCeiling[] => {
    const { read } = bandwidthsOf(tier, unit, index === 0);
    return read === null ? [] : [{ tier: tier.id, name: tier.name, bandwidth: read }];
  });
  const computes = NUMBER_FORMATS.flatMap((format): readonly ComputeCeiling[] => {
    const peak = unit.peaks[format];
    return peak ? [{ unit: unit.id, format, name: `${format} ${unit.name}`, peak }] : [];
  });
  const ridges = bandwidths.flatMap(({ tier, bandwidth }) =>
    computes.map(({ format, peak }) => ({
      tier,
      format,
      intensity: ridgeOf(peak.value, bandwidth.value),
      performance: peak.value,
    })),
  );
  return { bandwidths, computes, ridges };
}

/** Peak that holds for work in `format`: that of the format itself, or of the one that the unit computes it in. */
export function ceilingFor(machine: Machine, format: NumberFormat, unitId?: string): ComputeCeiling | undefined {
  const unit = rooflineUnit(machine, unitId);
  const used = unit && computeFormat(unit, format);
  return rooflineOf(machine, unitId).computes.find((ceiling) => ceiling.format === used);
}

/**
 * The most that a boundary and a number format allow at an intensity counted at that boundary, FLOP/s (Williams 2009,
 * eq. 1). A roof that is not known does not limit: infinite where neither is.
 */
export function attainable(
  roofline: Roofline,
  boundary: string,
  format: NumberFormat,
  intensity: FlopsPerByte,
): FlopsPerSecond {
  const slope = roofline.bandwidths.find(({ tier }) => tier === boundary);
  const flat = roofline.computes.find((ceiling) => ceiling.format === format);
  return flopsPerSecond(
    Math.min(
      slope ? bandwidthBound(intensity, slope.bandwidth.value) : Number.POSITIVE_INFINITY,
      flat?.peak.value ?? Number.POSITIVE_INFINITY,
    ),
  );
}
