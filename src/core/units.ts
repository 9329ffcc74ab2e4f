/**
 * Units as types. Every quantity inside the code is in SI base units; a function that mixes two of them does not
 * compile. Text for people (GB, GiB, ms, µs) is made in `format.ts` and nowhere else.
 */
declare const unit: unique symbol;
type Branded<Unit extends string> = number & { readonly [unit]: Unit };

export type Bytes = Branded<'B'>;
export type Seconds = Branded<'s'>;
/** Floating-point (or integer) operations; one multiply-accumulate is two. */
export type Flops = Branded<'FLOP'>;
export type BytesPerSecond = Branded<'B/s'>;
export type FlopsPerSecond = Branded<'FLOP/s'>;
/** Operational intensity. Never meaningful without the tier boundary at which its bytes are counted. */
export type FlopsPerByte = Branded<'FLOP/B'>;
export type Joules = Branded<'J'>;
export type JoulesPerBit = Branded<'J/bit'>;
export type JoulesPerFlop = Branded<'J/FLOP'>;

export const bytes = (value: number): Bytes => value as Bytes;
export const seconds = (value: number): Seconds => value as Seconds;
export const flops = (value: number): Flops => value as Flops;
export const bytesPerSecond = (value: number): BytesPerSecond => value as BytesPerSecond;
export const flopsPerSecond = (value: number): FlopsPerSecond => value as FlopsPerSecond;
export const flopsPerByte = (value: number): FlopsPerByte => value as FlopsPerByte;
export const joules = (value: number): Joules => value as Joules;
export const joulesPerBit = (value: number): JoulesPerBit => value as JoulesPerBit;
export const joulesPerFlop = (value: number): JoulesPerFlop => value as JoulesPerFlop;

/** FLOP per byte; infinite when nothing crosses the boundary. */
export const intensityOf = (work: Flops, traffic: Bytes): FlopsPerByte => flopsPerByte(work / traffic);
/** Performance of `work` FLOP done in `time`. */
export const performanceOf = (work: Flops, time: Seconds): FlopsPerSecond => flopsPerSecond(work / time);
/** Bandwidth of `size` bytes moved in `time`. */
export const bandwidthOf = (size: Bytes, time: Seconds): BytesPerSecond => bytesPerSecond(size / time);
/** What a bandwidth roof allows at an intensity. Williams 2009, eq. 1. */
export const bandwidthBound = (intensity: FlopsPerByte, bandwidth: BytesPerSecond): FlopsPerSecond =>
  flopsPerSecond(intensity * bandwidth);
/** Intensity at which a bandwidth roof meets a compute roof. */
export const ridgeOf = (peak: FlopsPerSecond, bandwidth: BytesPerSecond): FlopsPerByte =>
  flopsPerByte(peak / bandwidth);

/** The same unit in, the same unit out. */
export const scaled = <T extends number>(value: T, factor: number): T => (value * factor) as T;
