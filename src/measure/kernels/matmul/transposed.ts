import type { MatmulSizes } from './cost.ts';

/** B as k×n, from n×k; `values` may be longer. */
export function turned({ n, k }: Pick<MatmulSizes, 'n' | 'k'>, values: Float32Array): Float32Array {
  const right = new Float32Array(k * n);
  for (let column = 0; column < n; column++)
    for (let step = 0; step < k; step++) right[step * n + column] = values[column * k + step] ?? Number.NaN;
  return right;
}
