import type { ConvolutionOp } from '#model/workload/op.ts';
import { depthwise } from '../../kernels/convolution/depthwise.ts';
import { directNchw } from '../../kernels/convolution/direct-nchw.ts';
import { implicitGemm } from '../../kernels/convolution/implicit-gemm.ts';
import { pointwiseConvolution } from '../../kernels/convolution/pointwise.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { scaleAndShift } from '../contents.ts';
import { affineOf, type Refusal, type Site } from './site.ts';

/** The kernels that may run it, the one that suits it first; the last runs any. */
function kernelsFor({ groups, inChannels, kernelHeight, kernelWidth }: ConvolutionOp): readonly Kernel[] {
  if (groups > 1 && groups === inChannels) return [depthwise, directNchw];
  if (groups > 1) return [directNchw];
  const pointwise = kernelHeight === 1 && kernelWidth === 1 ? [pointwiseConvolution] : [];
  return [...pointwise, implicitGemm, directNchw];
}

/** Bias, batch norm and activation stand in the kernel's scale, shift and activation. */
export function lowerConvolution({ op, transposed, ...sizes }: ConvolutionOp, site: Site): Refusal {
  if (transposed) return 'No kernel here runs a transposed convolution.';
  const { outChannels } = sizes;
  const weight = site.weight('weight');
  const [x] = site.inputs;
  const [y] = site.outputs;
  if (weight === null || x === undefined || y === undefined) return `Its ${op} has no weight.`;
  const { scale, shift } = scaleAndShift(affineOf(site, outChannels));
  const weightElements = (outChannels * sizes.inChannels * sizes.kernelHeight * sizes.kernelWidth) / sizes.groups;
  const reads = [x, site.given(weight, weightElements), site.given(scale, outChannels), site.given(shift, outChannels)];
  return site.step(kernelsFor({ op, ...sizes }), { ...sizes, activation: site.activation }, reads, y);
}
