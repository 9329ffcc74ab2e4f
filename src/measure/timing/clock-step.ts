import { medianDeviation } from '#core/statistics.ts';
import { type Seconds, seconds } from '#core/units.ts';

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/**
 * Step of a clock from its readings: the greatest common divisor of their differences. A browser that masks its low
 * bits shows the mask (65,536 ns in Chrome), an honest clock its tick. `null` where the readings do not differ.
 */
export function stepOf(readings: readonly bigint[]): bigint | null {
  const [first] = readings;
  if (first === undefined) return null;
  let step = 0n;
  for (const reading of readings) {
    const difference = reading > first ? reading - first : first - reading;
    step = gcd(step, difference);
  }
  return step === 0n ? null : step;
}

/** Nanoseconds between two readings as seconds; `null` where the clock ran backwards. */
export const elapsed = (begin: bigint, end: bigint): Seconds | null =>
  end < begin ? null : seconds(Number(end - begin) * 1e-9);

/** Smallest step of the wall clock, seconds: the divisor of its readings over a few milliseconds. */
export function wallStep(now: () => number = () => performance.now()): number {
  const readings: bigint[] = [];
  const start = now();
  let last = start;
  while (readings.length < 32 && last - start < 5) {
    const reading = now();
    if (reading !== last) readings.push(BigInt(Math.round(reading * 1e6)));
    last = reading;
  }
  const step = stepOf(readings);
  return step === null ? 1e-3 : Number(step) * 1e-9;
}

/** What the wall clock can tell: its step, or the jitter of an end marker where that is larger. */
export function wallResolution(step: number, roundTrips: readonly number[]): Seconds {
  const jitter = roundTrips.length === 0 ? 0 : medianDeviation(roundTrips);
  return seconds(Math.max(step, jitter));
}
