import { bytes, flopsPerByte, joules, seconds } from '#core/units.ts';
import type { LayerAnalysis } from './analysis.ts';

/** A layer as some of its occurrences run it. */
export interface Variant {
  readonly analysis: LayerAnalysis;
  readonly count: number;
}

/** The choice that most occurrences make; the first of equals. */
function most<T>(variants: readonly Variant[], choice: (analysis: LayerAnalysis) => T, weight = (_: Variant) => 1): T {
  const votes = new Map<T, number>();
  for (const variant of variants) {
    const chosen = choice(variant.analysis);
    votes.set(chosen, (votes.get(chosen) ?? 0) + variant.count * weight(variant));
  }
  const [first, ...others] = [...votes] as [[T, number], ...[T, number][]];
  return others.reduce((best, each) => (each[1] > best[1] ? each : best), first)[0];
}

/**
 * One occurrence as the mean over all: bytes, times and energy are means, so that times the number of occurrences they
 * are what all move and take; times are means of times, not times of mean bytes. It is bound by what binds most of its
 * time, and its operands live where those of most occurrences do. At least one variant.
 */
export function meanOf(variants: readonly [Variant, ...Variant[]]): LayerAnalysis {
  const [{ analysis: one }, ...others] = variants;
  if (others.length === 0) return one;
  const occurrences = variants.reduce((sum, { count }) => sum + count, 0);
  const mean = (figure: (analysis: LayerAnalysis) => number) =>
    variants.reduce((sum, { analysis, count }) => sum + figure(analysis) * count, 0) / occurrences;
  /** Unknown where that of one occurrence is. */
  const known = (figure: (analysis: LayerAnalysis) => number | null | undefined) => {
    const unknown = variants.some(({ analysis }) => (figure(analysis) ?? null) === null);
    return unknown ? null : mean((analysis) => figure(analysis) ?? 0);
  };
  const energy = known((analysis) => analysis.energy);
  return {
    layer: one.layer,
    boundaries: one.boundaries.map(({ tier }, index) => {
      const read = mean(({ boundaries }) => boundaries[index]?.read ?? 0);
      const written = mean(({ boundaries }) => boundaries[index]?.written ?? 0);
      const time = known(({ boundaries }) => boundaries[index]?.time);
      return {
        tier,
        read: bytes(read),
        written: bytes(written),
        ahead: bytes(mean(({ boundaries }) => boundaries[index]?.ahead ?? 0)),
        compulsory: bytes(mean(({ boundaries }) => boundaries[index]?.compulsory ?? 0)),
        intensity: read + written === 0 ? null : flopsPerByte(one.layer.flop / (read + written)),
        time: time === null ? null : seconds(time),
      };
    }),
    computeTime: one.computeTime,
    timeLower: seconds(mean(({ timeLower }) => timeLower)),
    timeUpper: seconds(mean(({ timeUpper }) => timeUpper)),
    time: seconds(mean(({ time }) => time)),
    boundBy: most(
      variants,
      ({ boundBy }) => boundBy,
      ({ analysis }) => analysis.timeLower,
    ),
    energy: energy === null ? null : joules(energy),
    residency: {
      input: most(variants, ({ residency }) => residency.input),
      weights: one.residency.weights,
      output: most(variants, ({ residency }) => residency.output),
    },
  };
}
