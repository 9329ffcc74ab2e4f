import type { Adapter } from '../record/record.ts';

/** For tests: an adapter with the limits and features that every one has. */
export const PORTABLE: Pick<Adapter, 'features' | 'limits' | 'fallback'> = {
  features: [],
  limits: {},
  fallback: false,
};
