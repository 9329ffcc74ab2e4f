import * as v from 'valibot';
import type { View } from './view.ts';

export type LabView = {
  /** What measures: the GPU, or the processor. */
  readonly engine: 'webgpu' | 'cpu';
  readonly depth: 'quick' | 'thorough';
  /** Run that stands beside the one in view as B, by id; one that is not in the list reads as none. */
  readonly pinned: string;
  /** Working sets at which a person says that tiers end, bytes, ascending; empty: where the discovery found them. */
  readonly boundaries: readonly number[];
  /** Run that they were moved on, by the time it started, which a link keeps: they say nothing of another. */
  readonly boundariesOf: string;
};

export const NOTHING_PINNED = '';

const boundary = v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(2 ** 50));

export const labView: View<LabView> = {
  id: 'lab',
  fields: {
    engine: v.picklist(['webgpu', 'cpu']),
    depth: v.picklist(['quick', 'thorough']),
    pinned: v.pipe(v.string(), v.maxLength(120)),
    boundaries: v.pipe(
      v.array(boundary),
      v.maxLength(8),
      v.check(
        (list) => list.every((one, index) => index === 0 || one > (list[index - 1] ?? 0)),
        'expected ascending sizes',
      ),
    ),
    boundariesOf: v.pipe(v.string(), v.maxLength(40)),
  },
  defaults: { engine: 'webgpu', depth: 'quick', pinned: NOTHING_PINNED, boundaries: [], boundariesOf: '' },
};
