import { seededRandom } from '#core/random.ts';
import { discover } from './discover.ts';
import type { Curves } from './reading.ts';
import { randomTiers, type SimulatedTier, setSizes, simulatedCurve } from './simulated-curves.ts';

export type Form = 'joint' | 'latency' | 'bandwidth';

/** How often discovery was right on simulated machines; shares from 0 to 1. */
export interface DiscoveryRates {
  readonly machines: number;
  /** Right count of tiers. */
  readonly count: number;
  /** Of the capacities of machines with the right count: within ×1.5. */
  readonly capacity: number;
  /** Of the same: the 95 % interval holds the true one. */
  readonly coverage: number;
}

const NOISE = 0.05;
/** Share of points that something else on the machine slowed, up to ×3. */
const DISTURBED = 0.02;
const FROM = 4096;
const TO = 2 ** 28;

/** Curves of a simulated machine, 5 % log-normal noise. */
function curvesOf(form: Form, tiers: readonly SimulatedTier[], seed: number, noise: number): Curves {
  const random = seededRandom(seed);
  const settings = { noise, disturbed: DISTURBED };
  const latency = simulatedCurve('latency', tiers, setSizes(FROM, TO, 4), random, settings);
  const shared = simulatedCurve('shared', tiers, setSizes(FROM, TO, 3), random, settings);
  return { ...(form !== 'bandwidth' && { latency }), ...(form !== 'latency' && { shared }) };
}

/** Machines of one to four tiers, one for each seed from 0. */
export function discoveryRates(form: Form, machines: number): DiscoveryRates {
  let right = 0;
  let near = 0;
  let covered = 0;
  let capacities = 0;
  for (let seed = 0; seed < machines; seed++) {
    const random = seededRandom(seed);
    const tiers = randomTiers(1 + random.integer(4), random);
    const found = discover(curvesOf(form, tiers, machines + seed, NOISE))?.tiers ?? [];
    if (found.length !== tiers.length) continue;
    right++;
    found.slice(0, -1).forEach(({ capacity }, i) => {
      const truth = tiers[i]?.capacity ?? 0;
      const { value = 0, interval: [low, high] = [0, 0] } = capacity ?? {};
      capacities++;
      if (Math.max(value / truth, truth / value) <= 1.5) near++;
      if (low <= truth && truth <= high) covered++;
    });
  }
  return { machines, count: right / machines, capacity: near / capacities, coverage: covered / capacities };
}

/** Share of flat curves in which a tier boundary was found that is not there. */
export function falseTierRate(form: Form, machines: number, noise: number = NOISE): number {
  let found = 0;
  for (let seed = 0; seed < machines; seed++) {
    const tiers = randomTiers(1, seededRandom(seed));
    if ((discover(curvesOf(form, tiers, machines + seed, noise))?.tiers.length ?? 0) > 1) found++;
  }
  return found / machines;
}
