import * as v from 'valibot';
import type { View } from './view.ts';

export type MeasurementsView = {
  /** Problem that the person asks for: C (m × n) = A (m × k) · B (k × n). */
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Kernels chosen for it, by id. */
  readonly kernels: readonly string[];
};

const extent = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536));

export const measurementsView: View<MeasurementsView> = {
  id: 'measurements',
  fields: {
    m: extent,
    n: extent,
    k: extent,
    kernels: v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(32)),
  },
  defaults: { m: 512, n: 512, k: 512, kernels: ['matmul/naive', 'matmul/tiled-16'] },
};
