import type { Provenance } from '#core/quantity.ts';
import { axisText, intervalText } from './axis-text.ts';
import type { AxisUnit } from './figure.ts';

interface Told {
  readonly unit: AxisUnit;
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly provenance: Provenance;
  /** The kernel and its problem, or the formula. */
  readonly label: string;
}

/** "1.23 ns, 95 % interval 1.2 to 1.3 ns, measured: latency/chase 32 KiB". */
export function tell({ unit, value, interval, provenance, label }: Told): string {
  const parts = [axisText(unit, value)];
  if (interval) parts.push(`95\u00a0% interval ${intervalText(unit, interval)}`);
  parts.push(provenance);
  return `${parts.join(', ')}${label ? `: ${label}` : ''}`;
}
