import type { Provenance, Quantity } from '#core/quantity.ts';
import type { BytesPerSecond, FlopsPerByte, FlopsPerSecond, Seconds } from '#core/units.ts';
import type { NumberFormat } from '../workload/number-format.ts';

/** A slanted roof: the bandwidth across one tier boundary. */
export interface BandwidthCeiling {
  readonly tier: string;
  readonly name: string;
  readonly bandwidth: Quantity<BytesPerSecond>;
}
/** A flat roof: the peak of a compute unit in one number format. */
export interface ComputeCeiling {
  readonly unit: string;
  readonly format: NumberFormat;
  readonly name: string;
  readonly peak: Quantity<FlopsPerSecond>;
}
interface RidgePoint {
  readonly tier: string;
  readonly format: NumberFormat;
  readonly intensity: FlopsPerByte;
  readonly performance: FlopsPerSecond;
}
export interface Roofline {
  /** Nearest tier first, as far as the chosen compute unit sees. */
  readonly bandwidths: readonly BandwidthCeiling[];
  readonly computes: readonly ComputeCeiling[];
  readonly ridges: readonly RidgePoint[];
}

/** A dot on the roofline: one layer or kernel at one boundary. The x is always modelled bytes. */
export interface RooflinePoint {
  /** Stable across edits: layer path or measurement id, with the boundary. */
  readonly id: string;
  /** Layer or measurement that the dot belongs to; its dots at several boundaries share it. */
  readonly subject: string;
  readonly label: string;
  readonly kind: 'layer' | 'kernel';
  /** `category` of the layer kind, or family of the kernel: chooses the mark. */
  readonly category: string;
  readonly boundary: string;
  readonly intensity: FlopsPerByte;
  readonly performance: FlopsPerSecond;
  readonly interval?: readonly [FlopsPerSecond, FlopsPerSecond];
  readonly provenance: Provenance;
  /** For the mark's size. */
  readonly time: Seconds;
  /** What bounds it: a tier id, `compute` or `launch`. */
  readonly boundBy: string;
  /** Share of the lowest roof above the dot; over 1 it lies above the roof and `explanation` says why. */
  readonly ofRoof: number;
  /** One plain sentence: the limiter and one change. */
  readonly explanation: string;
  /** Performance of the modelled twin, and measured over modelled minus one, for measured dots. */
  readonly twin?: { readonly performance: FlopsPerSecond; readonly error: number };
}
