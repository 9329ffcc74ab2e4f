import { formatRatio } from '#core/format.ts';
import { type BytesPerSecond, bandwidthOf, type FlopsPerSecond, performanceOf, type Seconds } from '#core/units.ts';
import type { MeasuredPerformance, Measurement, Run } from './record.ts';

/** FLOP/s of a measurement; the interval is that of its time, turned over. */
export const performanceOfMeasurement = ({ cost, median, interval }: Measurement): MeasuredPerformance => ({
  value: performanceOf(cost.flop, median),
  interval: [performanceOf(cost.flop, interval[1]), performanceOf(cost.flop, interval[0])],
});

export interface MeasuredBandwidths {
  /** Bytes that invocations asked for, a second. */
  readonly requested: BytesPerSecond;
  /** Bytes of whole sectors that moved for them, a second. Modelled bytes over measured time. */
  readonly moved: BytesPerSecond;
  readonly compulsory: BytesPerSecond;
}

export const bandwidthsOf = ({ cost, median }: Measurement): MeasuredBandwidths => ({
  requested: bandwidthOf(cost.requested, median),
  moved: bandwidthOf(cost.moved, median),
  compulsory: bandwidthOf(cost.compulsory, median),
});

export interface MeasuredRatio {
  readonly id: 'tiling' | 'coalescing' | 'registers';
  readonly numerator: string;
  readonly denominator: string;
  /** How many times as fast the first is. */
  readonly value: number;
  /** From the two 95 % intervals, end against end: wider than 95 %. */
  readonly interval: readonly [number, number];
  readonly sentence: string;
}

const sameProblem = (one: Measurement, other: Measurement): boolean => {
  const sizes = Object.entries(one.problem);
  return (
    sizes.length === Object.keys(other.problem).length && sizes.every(([key, size]) => other.problem[key] === size)
  );
};

const COMPARISONS: readonly {
  readonly id: MeasuredRatio['id'];
  readonly fast: readonly string[];
  readonly slow: string;
  readonly what: string;
  readonly than: string;
  /** Why it may be slower, said when it is. */
  readonly surprise: string;
}[] = [
  {
    id: 'coalescing',
    fast: ['matmul/naive'],
    slow: 'matmul/strided',
    what: 'Coalesced access',
    than: 'strided access',
    surprise: 'here the caches gather what the strided accesses scatter',
  },
  {
    id: 'tiling',
    fast: ['matmul/tiled-16', 'matmul/tiled-8', 'matmul/tiled'],
    slow: 'matmul/naive',
    what: 'Tiling in workgroup memory',
    than: 'the naive kernel',
    surprise: 'the caches already keep what the tiles would keep, and the barriers cost time',
  },
  {
    id: 'registers',
    fast: ['matmul/register'],
    slow: 'matmul/naive',
    what: 'Tiling in registers',
    than: 'the naive kernel',
    surprise: 'too few invocations are left to fill this GPU, or they spill registers',
  },
];

/** How many times as fast the second is. Of its interval: fast end against slow end. */
export function ratioOf(slow: Measurement, fast: Measurement): Pick<MeasuredRatio, 'value' | 'interval'> {
  const over = (top: Seconds, bottom: Seconds) => top / bottom;
  return {
    value: over(slow.median, fast.median),
    interval: [over(slow.interval[0], fast.interval[1]), over(slow.interval[1], fast.interval[0])],
  };
}

/** What somebody's own version of a kernel brought on the same problem, in words and with its interval. */
export function editedSentence(edited: Measurement, original: Measurement): string {
  const { value, interval } = ratioOf(original, edited);
  const [low, high] = interval;
  const between = `from ${formatRatio(low)} to ${formatRatio(high)} as fast, by both 95 % intervals`;
  if (low <= 1 && high >= 1)
    return `The edited kernel and the original take the same time here, as far as these samples can tell: ${between}.`;
  return `The edited kernel is ${formatRatio(value)} as fast as the original: ${between}.`;
}

function sentenceOf(
  comparison: (typeof COMPARISONS)[number],
  { value, interval: [low, high] }: Pick<MeasuredRatio, 'value' | 'interval'>,
  run: Run,
): string {
  const { what, than, surprise } = comparison;
  if (low <= 1 && high >= 1) return `${what} and ${than} take the same time here, as far as these samples can tell.`;
  if (value > 1) return `${what} is ${formatRatio(value)} as fast as ${than}.`;
  const why = run.adapter.fallback ? 'this is a software adapter: a processor runs the invocations' : surprise;
  return `${what} is slower than ${than} here (${formatRatio(value)} as fast): ${why}.`;
}

/**
 * Tiled against naive and coalesced against strided, on the largest problem that both ran. A pair that was not
 * measured gives nothing.
 */
export function ratiosOf(run: Run): readonly MeasuredRatio[] {
  const points = run.measurements.filter((one) => one.role === 'point');
  return COMPARISONS.flatMap((comparison) => {
    const candidates = points
      .filter((one) => comparison.fast.includes(one.kernel))
      .flatMap((fast) =>
        points
          .filter((slow) => slow.kernel === comparison.slow && sameProblem(fast, slow))
          .map((slow) => ({ fast, slow, ...ratioOf(slow, fast) })),
      )
      .toSorted((one, other) => other.fast.cost.flop - one.fast.cost.flop || other.value - one.value);
    const [best] = candidates;
    if (best === undefined) return [];
    const { fast, slow, value, interval } = best;
    return [
      {
        id: comparison.id,
        numerator: fast.kernel,
        denominator: slow.kernel,
        value,
        interval,
        sentence: sentenceOf(comparison, { value, interval }, run),
      },
    ];
  });
}

/** The best of the measurements in a role: a ceiling is what the hardware was seen to reach. */
export function ceilingMeasurement(
  run: Run,
  role: Measurement['role'],
  rate: (one: Measurement) => BytesPerSecond | FlopsPerSecond,
  accept: (one: Measurement) => boolean = () => true,
): Measurement | null {
  let best: Measurement | null = null;
  for (const one of run.measurements)
    if (one.role === role && accept(one) && (best === null || rate(one) > rate(best))) best = one;
  return best;
}
