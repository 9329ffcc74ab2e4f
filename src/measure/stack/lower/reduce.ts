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

function lowerPool(name: 'max-pool' | 'average-pool', window: PoolWindow, site: Site): Refusal {
  const { planes, padBottom, padRight, ...geometry } = window;
  const average = name === 'average-pool';
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
