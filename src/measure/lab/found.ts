import { latencyCurve, workingSetCurve } from '../record/curves.ts';
import { discover } from '../record/discovery/discover.ts';
import type { Discovery, Measurement } from '../record/record.ts';
import type { ExperimentContext } from './experiment.ts';
import { farBytes } from './machine-class.ts';

/** What the curves measured so far say of the machine's tiers; null where there is too little of them. */
export const foundIn = (measurements: readonly Measurement[]): Discovery | null =>
  discover({
    latency: latencyCurve({ measurements }),
    shared: workingSetCurve({ measurements }, 'shared'),
    private: workingSetCurve({ measurements }, 'private'),
  });

/** Buffers of a stream: four times the largest cache, so that a pass leaves nothing for the next. */
const PAST_CACHES = 4;
/** Never less: a cache that the curves did not show would answer. */
const LEAST_BYTES = 2 ** 24;

/**
 * Bytes of one buffer of a stream: four times the largest cache found in what was measured so far; where no curve was
 * measured, by what makers build.
 */
export function streamBytes({ adapter }: Pick<ExperimentContext, 'adapter'>, measured: readonly Measurement[]): number {
  const caches = (foundIn(measured)?.tiers ?? []).flatMap(({ capacity }) =>
    capacity === null ? [] : [capacity.interval?.[1] ?? capacity.value],
  );
  return caches.length === 0 ? farBytes(adapter) : Math.max(LEAST_BYTES, PAST_CACHES * Math.max(...caches));
}
