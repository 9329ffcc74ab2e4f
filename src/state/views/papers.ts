import * as v from 'valibot';
import type { View } from './view.ts';

export const SHOWN = ['all', 'slips', 'mismatches'] as const;
/** Every source. */
export const EVERY_SOURCE = '';

export type PapersView = {
  /** Rows by verdict. */
  readonly shown: (typeof SHOWN)[number];
  /** Source by its short name; one that there is not reads as every one. */
  readonly source: string;
};

export const papersView: View<PapersView> = {
  id: 'papers',
  fields: { shown: v.picklist(SHOWN), source: v.pipe(v.string(), v.maxLength(40)) },
  defaults: { shown: 'all', source: EVERY_SOURCE },
};
