import type { Quantity } from '#core/quantity.ts';
import type { ComputeUnit, Machine } from '#model/machine/machine.ts';

const relabel = <T extends number>(figure: Quantity<T> | null | undefined) =>
  figure?.provenance === 'measured' ? { ...figure, provenance: 'recorded' as const } : (figure ?? null);

const relabelAll = <T extends Partial<Record<string, Quantity | null>>>(figures: T): T =>
  Object.fromEntries(Object.entries(figures).map(([format, figure]) => [format, relabel(figure)])) as T;

/** A machine measured in a run that is not of this page: what it measured there is `recorded` here. */
export function asRecorded(machine: Machine): Machine {
  return {
    ...machine,
    tiers: machine.tiers.map((tier) => ({
      ...tier,
      capacity: relabel(tier.capacity),
      readBandwidth: relabel(tier.readBandwidth),
      writeBandwidth: relabel(tier.writeBandwidth),
      latency: relabel(tier.latency),
      energy: relabel(tier.energy),
    })),
    units: machine.units.map((unit): ComputeUnit => {
      const { bandwidth, ...others } = unit;
      return {
        ...others,
        peaks: relabelAll(unit.peaks),
        energy: relabelAll(unit.energy),
        operandStore: relabel(unit.operandStore),
        launchOverhead: relabel(unit.launchOverhead),
        ...(bandwidth !== undefined && { bandwidth: relabel(bandwidth) }),
      };
    }),
    subgroupWidth: relabel(machine.subgroupWidth),
    sector: relabel(machine.sector),
  };
}
