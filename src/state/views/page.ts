import * as v from 'valibot';
import type { View } from './view.ts';

export const PAGE_VIEWS = ['roofline', 'lab'] as const;

export type PageView = {
  /** Which of the page's views is on screen. */
  readonly view: (typeof PAGE_VIEWS)[number];
};

export const pageView: View<PageView> = {
  id: 'page',
  fields: { view: v.picklist(PAGE_VIEWS) },
  defaults: { view: 'roofline' },
};
