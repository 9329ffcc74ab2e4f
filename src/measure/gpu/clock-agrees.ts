import type { Seconds } from '#core/units.ts';

/** One probe: a pass as the GPU's clock and as the wall saw it. */
export interface ClockProbe {
  readonly gpu: Seconds | null;
  readonly wall: Seconds;
}

/** Ticks have been 10 to 83 ns long; a busy machine stretches the wall by less. */
const TICK_FACTOR = 5;

/**
 * Whether a GPU clock counts nanoseconds, from short and long probes: the difference of their shortest times must be the
 * wall's, within a factor that covers a busy machine. Some drivers have returned raw ticks.
 */
export function clockAgrees(shortProbes: readonly ClockProbe[], longProbes: readonly ClockProbe[]): boolean {
  // Noise only adds, so the shortest is the truest.
  const shortest = (probes: readonly ClockProbe[], of: (probe: ClockProbe) => number | null) =>
    Math.min(...probes.map(of).filter((time) => time !== null));
  const gpu = shortest(longProbes, (probe) => probe.gpu) - shortest(shortProbes, (probe) => probe.gpu);
  const wall = shortest(longProbes, (probe) => probe.wall) - shortest(shortProbes, (probe) => probe.wall);
  return gpu > 0 && wall > 0 && gpu / wall > 1 / TICK_FACTOR && gpu / wall < TICK_FACTOR;
}
