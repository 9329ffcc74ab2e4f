import type { Chain } from './chain.ts';

/** Sizes in whole slots of memory. */
export interface Grid {
  /** Bytes of a slot. */
  readonly unit: number;
  /** Slots in the memory. */
  readonly slots: number;
  /** Whether every size is a whole number of slots; else sizes were rounded up. */
  readonly exact: boolean;
  readonly activation: readonly number[];
  readonly saved: readonly number[];
}

function greatestCommonDivisor(sizes: readonly number[]): number {
  let divisor = 0;
  for (const size of sizes) {
    let [a, b] = [divisor, size];
    while (b !== 0) [a, b] = [b, a % b];
    divisor = a;
  }
  return divisor;
}

/** size · slots / memory rounded up; whole bytes without the error of doubles. */
function roundedUp(size: number, memory: number, slots: number): number {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(memory)) return Math.ceil((size * slots) / memory);
  const room = BigInt(memory);
  return Number((BigInt(size) * BigInt(slots) + room - 1n) / room);
}

/**
 * The chain's sizes on at most `slots` slots of `memory` bytes. Exact where the sizes' greatest common divisor goes into the memory at
 * most that often; else a slot is memory / slots bytes and sizes round up, so that what fits the slots fits the memory.
 */
export function gridOf(chain: Chain, memory: number, slots: number): Grid {
  const { activation, saved } = chain;
  const sizes = [...activation, ...saved];
  const whole = sizes.every((size) => Number.isSafeInteger(size));
  const divisor = whole ? greatestCommonDivisor(sizes) : 0;
  // Where every size is nought, any memory is enough.
  const unit = divisor === 0 && sizes.every((size) => size === 0) ? Math.max(1, memory) : divisor;
  if (unit > 0 && Math.floor(memory / unit) <= slots) {
    const exactly = (size: number) => size / unit;
    return {
      unit,
      slots: Math.floor(memory / unit),
      exact: true,
      activation: activation.map(exactly),
      saved: saved.map(exactly),
    };
  }
  const up = (size: number) => roundedUp(size, memory, slots);
  return { unit: memory / slots, slots, exact: false, activation: activation.map(up), saved: saved.map(up) };
}
