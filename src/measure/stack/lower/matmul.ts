import type { MatmulOp } from '#model/workload/op.ts';
import { sameShape } from '#model/workload/shape.ts';
import { scaleAndShift } from '../contents.ts';
import { affineOf, type Refusal, type Site } from './site.ts';

/** Activations by a weight: all rows are one product. */
function lowerLinear({ batch, m, n, k, rightTransposed }: MatmulOp, site: Site): Refusal {
  const weight = site.weight('weight');
  const [x] = site.inputs;
  const [y] = site.outputs;
  if (weight === null || x === undefined || y === undefined) return 'Its product has no weight.';
  if (!rightTransposed) return 'No kernel here multiplies by a weight that is stored k × n.';
  const { scale, shift } = scaleAndShift(affineOf(site, n));
  const reads = [x, site.given(weight, n * k), site.given(scale, n), site.given(shift, n)];
  const one = {
    inHeight: 1,
    inWidth: 1,
    outHeight: 1,
    outWidth: 1,
    kernelHeight: 1,
    kernelWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: 0,
    groups: 1,
  };
  // A product is a convolution of images of one element.
  const problem = { batch: batch * m, inChannels: k, outChannels: n, ...one, activation: site.activation };
  return site.step(['convolution/pointwise', 'convolution/direct-nchw'], problem, reads, y);
}

/** Activations by activations. */
function lowerBatched({ batch, m, n, k, rightTransposed, leads }: MatmulOp, site: Site): Refusal {
  const [left, right] = site.inputs;
  const [y] = site.outputs;
  if (left === undefined || right === undefined || y === undefined) return 'Its product has not two inputs.';
  if (leads && !sameShape(leads[0], leads[1])) return 'No kernel here repeats one side of its products.';
  const transposed = rightTransposed ? 1 : 0;
  return site.step(['matmul/batched'], { batch, m, n, k, transposed }, [left, right], y);
}

export const lowerMatmul = (op: MatmulOp, site: Site): Refusal =>
  op.right === 'weight' ? lowerLinear(op, site) : lowerBatched(op, site);
