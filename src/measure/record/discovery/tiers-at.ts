import type { Discovery } from '../record.ts';
import { rangeOf, tiersOf } from './assemble.ts';
import { lastConfidence, supportOf } from './certainty.ts';
import { fitCurve, type Step } from './fit.ts';
import { type Curves, readingOf } from './reading.ts';
import { modelOf } from './search.ts';
import { sentencesOf } from './sentences.ts';
import { SHAPE_COUNT } from './shapes.ts';
import type { Staircase } from './staircase.ts';

/** Rounds in which each boundary takes the shape that fits best with the others as they are. */
const ROUNDS = 2;

/** The shapes in which a curve follows boundaries that are given, as indices of locations. */
function shaped(curve: Staircase, boundaries: readonly number[]): readonly Step[] {
  let steps: readonly Step[] = boundaries.map((location) => ({ location, shape: 0 }));
  for (let round = 0; round < ROUNDS; round++)
    boundaries.forEach((location, index) => {
      const options = Array.from({ length: SHAPE_COUNT }, (_, shape) => steps.with(index, { location, shape }));
      const residuals = options.map((option) => fitCurve(curve, option).residual);
      steps = options[residuals.indexOf(Math.min(...residuals))] ?? steps;
    });
  return steps;
}

/**
 * The tiers when a person says where they end: boundaries in bytes, ascending; those outside the sizes measured count for
 * nothing. Bandwidths and latencies are fitted anew by the model of `discover`, with their intervals; all figures are derived.
 * Confidence is how much better the curves agree with the boundary than without it. Null where no curve has points enough.
 */
export function tiersAt(curves: Curves, boundaries: readonly number[]): Discovery | null {
  const reading = readingOf(curves, boundaries);
  if (reading === null) return null;
  const { staircases, grid, range } = reading;
  const kept = boundaries.filter((one) => one > range[0] && one < range[1]).toSorted((a, b) => a - b);
  const places = [...new Set(kept)];
  const indices = places.map((one) => grid.locations.indexOf(one));
  const model = modelOf(
    staircases,
    staircases.map((curve) => shaped(curve, indices)),
  );
  const tiers = tiersOf({
    reading,
    model,
    places: places.map((value) => ({ value, interval: [value, value] })),
    confidences: [...indices.map((_, i) => supportOf(staircases, model, i)), lastConfidence(staircases, grid, model)],
    byHand: true,
  });
  return { tiers, range: rangeOf(reading), sentences: sentencesOf(reading, tiers) };
}
