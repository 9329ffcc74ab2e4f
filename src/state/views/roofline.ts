import * as v from 'valibot';
import type { View } from './view.ts';

export type RooflineView = {
  /** Tier whose boundary the dots are drawn at, or all of them joined. A tier the machine does not have reads as all. */
  readonly boundary: string;
  readonly showModelled: boolean;
  readonly showMeasured: boolean;
  /** The band between perfect overlap (max) and none (sum). */
  readonly showBand: boolean;
  readonly byteUnits: 'decimal' | 'binary';
  readonly sizeBy: 'time' | 'none';
};

export const ALL_BOUNDARIES = 'all';

export const rooflineView: View<RooflineView> = {
  id: 'roofline',
  fields: {
    boundary: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
    showModelled: v.boolean(),
    showMeasured: v.boolean(),
    showBand: v.boolean(),
    byteUnits: v.picklist(['decimal', 'binary']),
    sizeBy: v.picklist(['time', 'none']),
  },
  defaults: {
    boundary: ALL_BOUNDARIES,
    showModelled: true,
    showMeasured: true,
    showBand: true,
    byteUnits: 'decimal',
    sizeBy: 'time',
  },
};
