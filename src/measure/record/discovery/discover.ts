import type { Discovery } from '../record.ts';
import { rangeOf, tiersOf } from './assemble.ts';
import { boundaryCertainty, lastConfidence, placeOf } from './certainty.ts';
import { type Curves, readingOf } from './reading.ts';
import { search } from './search.ts';
import { sentencesOf } from './sentences.ts';

/**
 * The memory tiers behind curves of latency and bandwidth against working set.
 *
 * Model. Each curve is read as time a unit of work: seconds a hop, seconds a byte. Tier k serves the share of accesses that the
 * nearer ones missed, and times add: y(s) = Σ (m₍k−1₎(s) − m₍k₎(s)) · t₍k₎, where m₍k₎(s) is the share that misses the first k
 * tiers: nothing while the set fits, then a ramp (`shapes.ts`). Boundaries stand at the same working sets in all curves; shapes
 * and times are each curve's own; times never fall with k. Errors are relative and log-normal of unknown spread, at least 3 %;
 * spikes, humps that fall back and a start that falls are left out (`outliers.ts`).
 *
 * Search. Given the boundaries, the t are a non-negative least-squares fit. Boundaries are added one by one where they help
 * most and settled anew; the count is chosen by the Bayesian information criterion (Schwarz 1978) with the dearer change points
 * of Zhang & Siegmund 2007; tiers within ×1.25 of each other in every curve are one. Capacities and their intervals come from
 * the posterior over places; confidence is that of this model against the best without the boundary and against a slow growth in
 * its place (Kass & Raftery 1995), with fewer points where neighbours err alike.
 *
 * Assumed: nested tiers, at least ×2.6 apart, each seen in three points or more. A ramp by TLB misses looks the same. The shapes
 * follow what is known of thrashing: Denning 1968 for the cliff, Smith & Goodman 1983 for random replacement, Qureshi et al. 2007
 * for policies that keep a share.
 *
 * Null where no curve has six points. Deterministic; takes some 20 ms for 150 points.
 */
export function discover(curves: Curves): Discovery | null {
  const reading = readingOf(curves);
  if (reading === null) return null;
  const { staircases, grid } = reading;
  const model = search(staircases, grid);
  const certainties = model.boundaries.map((_, i) => boundaryCertainty(staircases, grid, model, i));
  const tiers = tiersOf({
    reading,
    model,
    places: model.boundaries.map((_, i) => placeOf(staircases, grid, model, i)),
    confidences: [...certainties.map(({ confidence }) => confidence), lastConfidence(staircases, grid, model)],
    byHand: false,
  });
  return {
    tiers,
    range: rangeOf(reading),
    sentences: sentencesOf(
      reading,
      tiers,
      certainties.map(({ ramp }) => ramp),
    ),
  };
}
