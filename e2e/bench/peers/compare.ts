import { quantile } from '../../../src/core/statistics.ts';

/** What one contender did on one task. */
export interface Standing {
  readonly name: string;
  /** What ran, or why nothing did. */
  readonly detail?: string;
  /** Seconds of one run by the wall, one for each round; empty where it did not run. */
  readonly samples: readonly number[];
  /** By the GPU's own clock, where the contender tells it. */
  readonly gpuSamples: readonly number[];
  /** Why its result is wrong; null where it is right. */
  readonly wrong: string | null;
}
export interface TaskResult {
  readonly title: string;
  /** One run. */
  readonly flop: number;
  readonly standings: readonly Standing[];
}
export interface Ratio {
  readonly peer: string;
  /** Time of the peer over ours: above 1 we are faster. Median over the rounds, each a pair measured side by side. */
  readonly ratio: number;
  /** The middle half of the rounds. */
  readonly spread: readonly [number, number];
}

/** The order of `count` contenders in a round: each is first, second, … equally often. */
export const rotated = (count: number, round: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => (place + round) % count);

const ran = ({ samples, wrong }: Standing): boolean => samples.length > 0 && wrong === null;

/** Each peer that ran and was right, against ours (the first standing), round by round; the fastest peer first. */
export function ratiosOf({ standings }: TaskResult): readonly Ratio[] {
  const [ours, ...peers] = standings;
  if (ours === undefined || !ran(ours)) return [];
  return peers
    .filter(ran)
    .map(({ name, samples }): Ratio => {
      const pairs = samples.map((seconds, round) => seconds / (ours.samples[round] ?? Number.NaN));
      return { peer: name, ratio: quantile(pairs, 0.5), spread: [quantile(pairs, 0.25), quantile(pairs, 0.75)] };
    })
    .toSorted((one, other) => one.ratio - other.ratio);
}

const digits = (value: number): string => value.toPrecision(3);

/** Lines of text: what each reached, and our ratio to it. */
export function tableOf(result: TaskResult): readonly string[] {
  const ratios = new Map(ratiosOf(result).map((one) => [one.peer, one]));
  const lines = result.standings.map(({ name, detail, samples, gpuSamples, wrong }) => {
    const title = `  ${name.padEnd(30)}`;
    if (wrong !== null) return `${title}wrong result, not compared: ${wrong}`;
    if (samples.length === 0) return `${title}${detail ?? 'did not run'}`;
    const seconds = quantile(samples, 0.5);
    const gpu = gpuSamples.length > 0 ? `${digits(quantile(gpuSamples, 0.5) * 1e3)} ms` : '–';
    const ratio = ratios.get(name);
    const against = ratio
      ? `ours is ${digits(ratio.ratio)}× as fast (${digits(ratio.spread[0])} to ${digits(ratio.spread[1])})`
      : (detail ?? '');
    return `${title}${`${digits(seconds * 1e3)} ms`.padStart(10)}${gpu.padStart(10)}${`${digits(result.flop / seconds / 1e9)} GFLOP/s`.padStart(16)}  ${against}`;
  });
  return [`${result.title}`, `  ${''.padEnd(30)}${'wall'.padStart(10)}${'GPU'.padStart(10)}`, ...lines];
}

/** The sentence about the best peer; says where we lose. */
export function verdictOf(result: TaskResult): string {
  const [best] = ratiosOf(result);
  if (best === undefined) return `${result.title}: nothing to compare.`;
  return best.ratio >= 1
    ? `${result.title}: ${digits(best.ratio)}× as fast as the best peer, ${best.peer}.`
    : `${result.title}: we lose to ${best.peer}, which takes ${digits(best.ratio)} of our time.`;
}
