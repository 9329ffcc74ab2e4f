import * as v from 'valibot';
import type { View } from './view.ts';

export type StackRunView = {
  /** Whether a normalisation or activation is done by the kernel before it. */
  readonly fused: boolean;
};

export const stackRunView: View<StackRunView> = {
  id: 'stack-run',
  fields: { fused: v.boolean() },
  defaults: { fused: true },
};
