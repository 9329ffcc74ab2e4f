import type { ReduceOp } from '#model/workload/op.ts';
import type { PoolWindow } from '#model/workload/op-function.ts';
import { globalAveragePool } from '../../kernels/elementwise/mean.ts';
import { groupNorm, layerNorm } from '../../kernels/elementwise/norm.ts';
import { averagePool, maxPool } from '../../kernels/elementwise/pool.ts';
import { softmax } from '../../kernels/elementwise/softmax.ts';
import { constant } from '../contents.ts';
import type { Refusal, Site } from './site.ts';

/** Scale and shift of a norm over `extent` positions: 1 and 0 where the layer has none. */
const learned = (site: Site, extent: number): readonly string[] => [
  site.given(site.weight('weight') ?? constant(1, extent), extent),
  site.given(site.weight('bias') ?? constant(0, extent), extent),
];

/** Whether some position of a window along one axis lies wholly in the padding. */
function isOutside(
  positions: number,
  extent: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
) {
  for (let position = 0; position < positions; position++) {
    const start = position * stride - before;
    // The first tap that is not before the input.
    const first = start >= 0 ? start : start + Math.ceil(-start / dilation) * dilation;
    if (first >= extent || first > start + (kernel - 1) * dilation) return true;
  }
  return false;
}

const isEmptySomewhere = (at: PoolWindow): boolean =>
  isOutside(at.outHeight, at.inHeight, at.kernelHeight, at.strideHeight, at.dilationHeight, at.padTop) ||
  isOutside(at.outWidth, at.inWidth, at.kernelWidth, at.strideWidth, at.dilationWidth, at.padLeft);

function lowerPool(name: 'max-pool' | 'average-pool', window: PoolWindow, site: Site): Refusal {
  const { planes, padBottom, padRight, ...geometry } = window;
  const average = name === 'average-pool';
  if (!average && isEmptySomewhere(window))
    return 'A window lies wholly in the padding, where there is no largest element; lower the padding.';
  const sizes = { batch: 1, channels: planes, ...geometry };
  // An average pool has no dilation (PyTorch), and counts the padding.
  const problem = average ? { ...sizes, padBottom, padRight } : sizes;
  return site.step([average ? averagePool : maxPool], problem, site.inputs, site.outputs[0] ?? '');
}

export function lowerReduce(op: ReduceOp, site: Site): Refusal {
  const { computes, groupElements, inputElements } = op;
  const [x = ''] = site.inputs;
  const [y = ''] = site.outputs;
  const groups = inputElements / groupElements;
  switch (computes?.name) {
    case 'max-pool':
    case 'average-pool':
      return lowerPool(computes.name, computes.window, site);
    case 'mean':
      return site.step([globalAveragePool], { batch: 1, channels: groups, inner: groupElements }, [x], y);
    case 'layer-norm':
    case 'rms-norm': {
      const problem = { rows: groups, columns: groupElements, rms: computes.name === 'rms-norm' ? 1 : 0 };
      return site.step([layerNorm], problem, [x, ...learned(site, groupElements)], y);
    }
    case 'group-norm': {
      const { channels, inner, groups: count } = computes;
      const batch = inputElements / (channels * inner);
      const problem = { batch, groups: count, groupChannels: channels / count, inner };
      return site.step([groupNorm], problem, [x, ...learned(site, channels)], y);
    }
    case 'softmax': {
      const problem = { outer: groups / computes.inner, extent: groupElements, inner: computes.inner };
      return site.step([softmax], problem, [x], y);
    }
    default:
      return 'Its kind does not say what it computes.';
  }
}
