import { latencyCurve, workingSetCurve } from '../record/curves.ts';
import { discover } from '../record/discovery/discover.ts';
import type { Discovery, Measurement } from '../record/record.ts';
import type { ExperimentContext } from './experiment.ts';
import { farBytes, machineClass } from './machine-class.ts';

/** What the curves measured so far say of the machine's tiers; null where there is too little of them. */
export const foundIn = (measurements: readonly Measurement[]): Discovery | null =>
  discover({
    latency: latencyCurve({ measurements }),
    shared: workingSetCurve({ measurements }, 'shared'),
    private: workingSetCurve({ measurements }, 'private'),
  });

/** Buffers of a stream: four times the largest cache, so that a pass leaves nothing for the next. */
const PAST_CACHES = 4;
/** Never less: a cache that the curves did not show, or showed too small, would answer. Two sets of it take turns. */
const LEAST_BYTES = { cpu: 2 ** 25, software: 2 ** 24 } as const;

const leastBytes = (context: Pick<ExperimentContext, 'engine' | 'adapter'>): number => {
  const kind = machineClass(context);
  return kind === 'cpu' || kind === 'software' ? LEAST_BYTES[kind] : farBytes(context.adapter);
};

/**
 * Bytes of one buffer of a stream: four times the largest cache found in what was measured so far, and four times the
 * largest that the maker builds.
 */
export function streamBytes(
  context: Pick<ExperimentContext, 'engine' | 'adapter'>,
  measured: readonly Measurement[],
): number {
  const caches = (foundIn(measured)?.tiers ?? []).flatMap(({ capacity }) =>
    capacity === null ? [] : [capacity.interval?.[1] ?? capacity.value],
  );
  return Math.max(leastBytes(context), PAST_CACHES * Math.max(0, ...caches));
}
