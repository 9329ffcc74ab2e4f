import type { Tier } from '../machine/machine.ts';
import type { AnalysisSettings } from './analysis.ts';
import type { Liveness, LiveTensor } from './liveness.ts';

/**
 * Share of a tier's capacity that one tile may take: double buffering keeps the other half for the tile being filled.
 */
export const tileShare = (overlap: AnalysisSettings['overlap']): number => (overlap === 'double-buffered' ? 0.5 : 1);

/** Farthest tier that each operand of a layer crosses from or to, as an index into the visible tiers. */
export interface LayerHomes {
  /** Of each input, with its elements. */
  readonly inputs: readonly { readonly home: number; readonly elements: number }[];
  readonly output: number;
  readonly inner: number;
  readonly weights: number;
  readonly state: number;
}

/**
 * Where a layer's operands come from and go to.
 *
 * `cold`: every tensor crosses all boundaries from its home store inward; a result goes home.
 * `warm`: an activation stays in the nearest tier, cache or store, all of whose instances together (half of them when
 * double-buffered) hold everything that is alive while each layer runs, inputs and output together, from the layer that
 * makes it to its last reader; no farther than its home. The stack's input comes from its home and its result goes home
 * in both. Resident activations and tiles are not made to share a tier's room.
 *
 * `homes` has the home of each activation, as an index into `tiers`; `layers` is the number of steps of `live`.
 */
export function activationTiers(
  live: Liveness,
  homes: ReadonlyMap<LiveTensor, number>,
  tiers: readonly Tier[],
  layers: number,
  settings: Pick<AnalysisSettings, 'overlap' | 'residency'>,
): ReadonlyMap<LiveTensor, number> {
  if (settings.residency === 'cold') return homes;
  const share = tileShare(settings.overlap);
  const rooms = tiers.map(({ capacity, instances }) => (capacity === null ? 0 : capacity.value * instances * share));
  const nearest = (size: number) => {
    const index = rooms.findIndex((room) => room >= size);
    return index < 0 ? tiers.length - 1 : index;
  };
  const warm = new Map<LiveTensor, number>();
  for (const tensor of live.tensors) {
    const home = homes.get(tensor) ?? tiers.length - 1;
    const { start, end } = tensor;
    if (start < 0 || end >= layers) {
      warm.set(tensor, home);
      continue;
    }
    let alive = 0;
    for (let step = start; step <= end; step++) alive = Math.max(alive, live.during[step] ?? 0);
    warm.set(tensor, Math.min(home, nearest(alive)));
  }
  return warm;
}
