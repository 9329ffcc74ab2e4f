import type { MatmulOp } from '#model/workload/op.ts';
import { elementsOf } from '#model/workload/shape.ts';
import { batched } from '../../kernels/matmul/batched.ts';
import { linear, linearSmallM } from '../../kernels/matmul/linear.ts';
import { scaleAndShift } from '../contents.ts';
import { affineOf, type Refusal, type Site } from './site.ts';

/** Rows up to which a product is one of few: an output has then too few tiles for a GPU, and its sums are shared instead. */
const FEW_ROWS = 8;

/** Activations by a weight: all rows are one product. */
function lowerLinear({ batch, m: rows, n, k, rightTransposed }: MatmulOp, site: Site): Refusal {
  const weight = site.weight('weight');
  const [x] = site.inputs;
  const [y] = site.outputs;
  if (weight === null || x === undefined || y === undefined) return 'Its product has no weight.';
  const { scale, shift } = scaleAndShift(affineOf(site, n));
  const reads = [x, site.given(weight, n * k), site.given(scale, n), site.given(shift, n)];
  const m = batch * rows;
  const kernels = m <= FEW_ROWS && !site.software ? [linearSmallM, linear] : [linear];
  const transposed = rightTransposed ? 1 : 0;
  return site.step(kernels, { m, n, k, transposed, activation: site.activation }, reads, y);
}

/** Which operand is one matrix for all products: 0 neither, 1 the left, 2 the right; null where one is repeated for some of them. */
function sharedOperand({ batch, leads }: MatmulOp): 0 | 1 | 2 | null {
  const [left, right] = (leads ?? [[batch], [batch]]).map(elementsOf);
  if (left === batch && right === batch) return 0;
  if (left === 1) return 1;
  return right === 1 ? 2 : null;
}

/** Activations by activations. */
function lowerBatched(op: MatmulOp, site: Site): Refusal {
  const { batch, m, n, k, rightTransposed } = op;
  const [y = ''] = site.outputs;
  const broadcast = sharedOperand(op);
  if (broadcast === null) return 'No kernel here repeats an operand for some of its products.';
  const problem = { batch, m, n, k, transposed: rightTransposed ? 1 : 0, broadcast };
  return site.step([batched], problem, site.inputs, y);
}

export const lowerMatmul = (op: MatmulOp, site: Site): Refusal =>
  op.right === 'weight' ? lowerLinear(op, site) : lowerBatched(op, site);
