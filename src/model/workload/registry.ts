import type { LayerKind } from './layer.ts';
import { activation } from './layers/activation.ts';
import { add } from './layers/add.ts';
import { averagePool } from './layers/average-pool.ts';
import { batchNorm } from './layers/batch-norm.ts';
import { conv2d } from './layers/conv2d.ts';
import { depthwiseConv2d } from './layers/depthwise-conv2d.ts';
import { globalAveragePool } from './layers/global-average-pool.ts';
import { linear } from './layers/linear.ts';
import { maxPool } from './layers/max-pool.ts';
import { multiply } from './layers/multiply.ts';
import { reshape } from './layers/reshape.ts';

/** Every kind of layer, in the order in which the page offers them. */
export const layerKinds: readonly LayerKind[] = [
  conv2d,
  depthwiseConv2d,
  linear,
  activation,
  batchNorm,
  maxPool,
  averagePool,
  globalAveragePool,
  add,
  multiply,
  reshape,
];

const byName = new Map(layerKinds.map((kind) => [kind.kind, kind]));
export const layerKind = (kind: string): LayerKind | undefined => byName.get(kind);
