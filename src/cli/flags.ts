import type { PresetSizes } from '#model/workload/presets/preset.ts';
import { MAX_BATCH } from '#model/workload/resolve.ts';
import type { Flags } from './command.ts';
import { badInput, unknownName } from './fail.ts';

/** A flag that names a ready-made thing or a file. */
export function required(flags: Flags, flag: string): string {
  const value = flags[flag];
  if (typeof value === 'string') return value;
  throw badInput(`--${flag}`, `is missing; give a ready-made ${flag} or a JSON file (ridgepoint ${flag}s lists them)`);
}

/** A whole number from 1; undefined where it is not given. */
export function integer(flags: Flags, flag: string, largest: number): number | undefined {
  const text = flags[flag];
  if (typeof text !== 'string') return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= largest) return value;
  throw badInput(`--${flag}`, `is ${text.slice(0, 40)}; give a whole number from 1 to ${largest}`);
}

/** A whole number from 1 that must be given; `what` says of what. */
export function needed(flags: Flags, flag: string, largest: number, what: string): number {
  const value = integer(flags, flag, largest);
  if (value === undefined) throw badInput(`--${flag}`, `is missing; give a whole number of ${what}`);
  return value;
}

/** A number above 0 in digits or as 7.5e9; undefined where it is not given. */
export function amount(flags: Flags, flag: string, largest: number): number | undefined {
  const text = flags[flag];
  if (typeof text !== 'string') return undefined;
  const value = /^(?:\d+\.?\d*|\.\d+)(?:e\+?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= largest) return value;
  throw badInput(`--${flag}`, `is ${text.slice(0, 40)}; give a number above 0 and up to ${largest}, such as 7.5e9`);
}

/** One of the options. */
export function choice<T extends string>(flags: Flags, flag: string, options: readonly T[], fallback: T): T {
  const text = flags[flag];
  if (typeof text !== 'string') return fallback;
  const found = options.find((option) => option === text);
  if (found !== undefined) return found;
  throw unknownName(`--${flag}`, flag, text, options);
}

/** Sizes of a ready-made language stack. */
export function sizesOf(flags: Flags): PresetSizes {
  const sequence = integer(flags, 'sequence', Number.MAX_SAFE_INTEGER);
  const context = integer(flags, 'context', Number.MAX_SAFE_INTEGER);
  return { ...(sequence !== undefined && { sequence }), ...(context !== undefined && { context }) };
}

/** Samples together: 1 where it is not given. */
export const batchOf = (flags: Flags): number => integer(flags, 'batch', MAX_BATCH) ?? 1;
