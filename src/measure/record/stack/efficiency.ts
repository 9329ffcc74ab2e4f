import { geometricMean, median, medianInterval } from '#core/statistics.ts';
import { type Seconds, seconds } from '#core/units.ts';
import { meanAbsoluteError } from './compare.ts';

/** One shape of one kernel family, such as a row of a comparison. */
export interface FitPoint {
  readonly family: string;
  /** Points of one shape are the same measurement: they count once. */
  readonly shape: string;
  readonly predicted: Seconds;
  readonly measured: Seconds;
}

/** What part of the modelled speed the kernels of a family reach. */
export interface Efficiency {
  /** Modelled over measured time: under 1 where the model promises too much. */
  readonly value: number;
  /** 95 % interval of the median, or the whole range of few shapes. */
  readonly interval: readonly [number, number];
  readonly shapes: number;
}
export type Efficiencies = ReadonlyMap<string, Efficiency>;

/** Shapes that a family needs at least: one says nothing about others. */
export const MIN_SHAPES = 2;
/** The range of n shapes misses their family's median in 2 · 2⁻ⁿ of cases: under 5 % from six on. */
const SHAPES_OF_INTERVAL = 6;

/** Whether an efficiency's interval is the 95 % interval of the median, and not just the range of too few shapes. */
export const isCertain = ({ shapes }: Efficiency): boolean => shapes >= SHAPES_OF_INTERVAL;

function distinct(points: readonly FitPoint[]): readonly FitPoint[] {
  const byShape = new Map(points.map((point) => [`${point.family} ${point.shape}`, point]));
  return [...byShape.values()].filter(({ predicted, measured }) => predicted > 0 && measured > 0);
}

function byFamily(points: readonly FitPoint[]): ReadonlyMap<string, readonly FitPoint[]> {
  const families = new Map<string, FitPoint[]>();
  for (const point of distinct(points)) families.set(point.family, [...(families.get(point.family) ?? []), point]);
  return families;
}

/** Median of the ratios, halfway in their logarithms where there are two in the middle: too fast and too slow weigh the same. */
function efficiencyOf(points: readonly FitPoint[]): Efficiency {
  const logs = points.map(({ predicted, measured }) => Math.log(predicted / measured));
  const [low, high] = medianInterval(logs);
  return { value: Math.exp(median(logs)), interval: [Math.exp(low), Math.exp(high)], shapes: points.length };
}

/** One efficiency for each family that has shapes enough. */
export function fitEfficiencies(points: readonly FitPoint[]): Efficiencies {
  const fitted = new Map<string, Efficiency>();
  for (const [family, own] of byFamily(points)) if (own.length >= MIN_SHAPES) fitted.set(family, efficiencyOf(own));
  return fitted;
}

/** A modelled time over what its family reaches: modelled and fitted. null where the family has no fit. */
export function calibratedTime(predicted: Seconds, family: string, efficiencies: Efficiencies): Seconds | null {
  const efficiency = efficiencies.get(family);
  return efficiency ? seconds(predicted / efficiency.value) : null;
}

/** How much closer the fit comes on shapes that it did not see. */
export interface FitEvaluation {
  /** Shapes tested, each by the fit to those of the other half. */
  readonly tested: number;
  /** Families that had too few shapes to be tested. */
  readonly untested: readonly string[];
  /** Mean absolute error of time on the tested shapes, of the model and with the fit; null for fewer than two shapes. */
  readonly before: number | null;
  readonly after: number | null;
  /** The same, too slow and too fast alike: geometric mean of the factors by which times are off, at least 1. */
  readonly factors: { readonly before: number; readonly after: number } | null;
  /** Says what was tested, for a person. */
  readonly sentence: string;
}

/** Shapes of a family by modelled time, every other one in each half: the same halves on every machine that orders them alike. */
function halvesOf(points: readonly FitPoint[]): readonly [readonly FitPoint[], readonly FitPoint[]] {
  const ordered = points.toSorted(
    (one, other) => one.predicted - other.predicted || one.shape.localeCompare(other.shape),
  );
  const half = (which: number) => ordered.filter((_, index) => index % 2 === which);
  return [half(0), half(1)];
}

/** e to the mean distance of the logarithms. */
const factorOf = (errors: readonly number[]): number =>
  geometricMean(errors.map((error) => Math.max(1 + error, 1 / (1 + error))));

const errorOf = (predicted: number, measured: number): number => predicted / measured - 1;

/**
 * Fits each half of a family's shapes and tests it on the other half. A half under `MIN_SHAPES` is fitted to nothing, and the other is
 * then not tested.
 */
export function evaluateFit(points: readonly FitPoint[]): FitEvaluation {
  const before: number[] = [];
  const after: number[] = [];
  const untested: string[] = [];
  for (const [family, own] of byFamily(points)) {
    const tested = before.length;
    const [one, other] = halvesOf(own);
    for (const [fitted, held] of [
      [one, other],
      [other, one],
    ] as const) {
      if (fitted.length < MIN_SHAPES) continue;
      const { value } = efficiencyOf(fitted);
      for (const { predicted, measured } of held) {
        before.push(errorOf(predicted, measured));
        after.push(errorOf(predicted / value, measured));
      }
    }
    if (before.length === tested) untested.push(family);
  }
  return {
    factors: before.length < 2 ? null : { before: factorOf(before), after: factorOf(after) },
    tested: before.length,
    untested,
    before: meanAbsoluteError(before),
    after: meanAbsoluteError(after),
    sentence: sentenceOf(before.length, untested),
  };
}

function sentenceOf(tested: number, untested: readonly string[]): string {
  const few = untested.length === 0 ? '' : ` Too few shapes of ${untested.join(', ')} to test a fit.`;
  if (tested < 2) return `Too few shapes to test a fit: a family needs ${2 * MIN_SHAPES} of them.`;
  return `Tested on ${tested} shapes, each by the fit to others of its family.${few}`;
}
