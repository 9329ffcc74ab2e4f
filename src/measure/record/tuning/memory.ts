import * as v from 'valibot';
import { list } from '../bounded.ts';
import type { Adapter, Run } from '../record.ts';
import { type Choice, type ProductSizes, TUNED_KERNEL, trialsOf } from './choice.ts';
import { ranked, sameSizes } from './ranked.ts';

/** A choice and what it reached when it was tuned, FLOP/s. */
export interface TunedChoice extends Choice {
  readonly rate: number;
}

/** What one search found for products of about one size, best first. */
export interface TunedSizes {
  readonly sizes: ProductSizes;
  readonly choices: readonly TunedChoice[];
}

/** What was tuned on one adapter. */
export interface TunedAdapter {
  readonly adapter: string;
  /** ISO 8601. */
  readonly at: string;
  readonly sizes: readonly TunedSizes[];
}

/** Newest first. Plain data that a storage holds as JSON. */
export interface Tuning {
  /** Kernels change: what an older version found is of no use. */
  readonly version: typeof VERSION;
  readonly adapters: readonly TunedAdapter[];
}

const VERSION = 1;
export const NOTHING_TUNED: Tuning = { version: VERSION, adapters: [] };

const MOST_ADAPTERS = 8;
const MOST_SIZES = 8;
/** Of one size: enough that some of them suit a product of few rows. */
const MOST_CHOICES = 8;

/** What the speed of a kernel hangs on, as far as a browser says; no secret of the visitor's that WebGPU does not show every page. */
export const adapterKey = ({ vendor, architecture, device, description, fallback }: Adapter): string =>
  [vendor, architecture, device, description, fallback ? 'software' : ''].join('|').slice(0, 400);

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256));
const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));
const schema = v.object({
  version: v.literal(VERSION),
  adapters: list(
    v.object({
      adapter: text(400),
      at: v.pipe(text(40), v.isoTimestamp()),
      sizes: list(
        v.object({
          sizes: v.object({ m: length, n: length, k: length }),
          choices: list(
            v.object({
              kernel: v.pipe(text(60), v.regex(TUNED_KERNEL)),
              across: side,
              down: side,
              depth: v.exactOptional(side),
              rate: v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(1e18)),
            }),
            MOST_CHOICES,
          ),
        }),
        MOST_SIZES,
      ),
    }),
    MOST_ADAPTERS,
  ),
});

/** What a storage held; anybody may have written it, and what cannot be read counts as nothing. */
export function parseTuning(stored: string | null): Tuning {
  if (stored === null) return NOTHING_TUNED;
  try {
    const parsed = v.safeParse(schema, JSON.parse(stored));
    return parsed.success ? (parsed.output as Tuning) : NOTHING_TUNED;
  } catch {
    return NOTHING_TUNED;
  }
}

/** Sizes of which a run settled the best: its last trials were measured as points of their own. */
function settledIn(run: Pick<Run, 'measurements'>): readonly TunedSizes[] {
  const trials = trialsOf(run.measurements);
  const settled = trials.filter(({ role }) => role === 'point');
  const sizes = settled.filter((one, at) => settled.findIndex((other) => sameSizes(one.sizes, other.sizes)) === at);
  return sizes.map((one) => ({
    sizes: one.sizes,
    choices: ranked(trials.filter((trial) => sameSizes(trial.sizes, one.sizes)))
      .slice(0, MOST_CHOICES)
      .map(({ choice, rate }) => ({ ...choice, rate })),
  }));
}

/** The memory with what a run settled, in the place of what was known of the same sizes on its adapter. */
export function rememberTuning(
  tuning: Tuning,
  run: Pick<Run, 'engine' | 'adapter' | 'measurements' | 'startedAt'>,
): Tuning {
  const found = run.engine === 'webgpu' ? settledIn(run) : [];
  if (found.length === 0) return tuning;
  const key = adapterKey(run.adapter);
  const known = tunedOn(tuning, run.adapter)?.sizes ?? [];
  const kept = known.filter((old) => !found.some((one) => sameSizes(one.sizes, old.sizes)));
  const own: TunedAdapter = { adapter: key, at: run.startedAt, sizes: [...found, ...kept].slice(0, MOST_SIZES) };
  const others = tuning.adapters.filter(({ adapter }) => adapter !== key);
  return { version: VERSION, adapters: [own, ...others].slice(0, MOST_ADAPTERS) };
}

/** The memory without an adapter. */
export const forgetTuning = (tuning: Tuning, adapter: Adapter): Tuning => ({
  ...tuning,
  adapters: tuning.adapters.filter((one) => one.adapter !== adapterKey(adapter)),
});

/** What was found on an adapter; undefined where nobody tuned. */
export const tunedOn = (tuning: Tuning, adapter: Adapter): TunedAdapter | undefined =>
  tuning.adapters.find((one) => one.adapter === adapterKey(adapter));

const edgeOf = ({ m, n, k }: ProductSizes): number => Math.cbrt(m * n * k);

/** What was found on an adapter for the size nearest to one asked for, best first; none where nobody tuned. */
export function tunedChoices(tuning: Tuning, adapter: Adapter, sizes: ProductSizes): readonly TunedChoice[] {
  const own = tunedOn(tuning, adapter)?.sizes ?? [];
  const away = (one: TunedSizes) => Math.abs(Math.log(edgeOf(one.sizes) / edgeOf(sizes)));
  return own.toSorted((one, other) => away(one) - away(other))[0]?.choices ?? [];
}
