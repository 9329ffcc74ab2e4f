import type { Layer } from '../../workload/layer.ts';
import { batchNorm, conv, flatten, layer, linear, relu } from '../../workload/presets/parts.ts';
import { stackTotals } from '../../workload/totals.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { digits, digitsOf } from '../rule.ts';
import { stackOf } from '../stacks.ts';

/** Output channels and stride of the blocks after the first convolution: table 1 of the paper. */
const BLOCKS: readonly (readonly [channels: number, stride: number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1] as const),
  [1024, 2],
  [1024, 1],
];
const noBias = { bias: false, padding: [1] };

/** The paper's network: `width` multiplies every channel; `separable` or with full 3 × 3 convolutions, as table 4 compares. */
function mobilenet(width: number, side: number, separable = true) {
  const layers: Layer[] = [conv('conv', 32 * width, 3, { ...noBias, stride: [2] }), batchNorm('bn'), relu('relu')];
  BLOCKS.forEach(([channels, stride], block) => {
    const at = (name: string) => `${block}.${name}`;
    if (separable)
      layers.push(
        layer('depthwise-conv2d', at('depthwise'), { kernel: [3], stride: [stride], ...noBias }),
        batchNorm(at('depthwise-bn')),
        relu(at('depthwise-relu')),
        conv(at('pointwise'), channels * width, 1, { bias: false }),
      );
    else layers.push(conv(at('conv'), channels * width, 3, { stride: [stride], ...noBias }));
    layers.push(batchNorm(at('bn')), relu(at('relu')));
  });
  layers.push(layer('global-average-pool', 'pool'), flatten('flatten'), linear('fc', 1000));
  return stackTotals(stackOf([3, side, side], layers));
}

interface Printed {
  readonly table: number;
  readonly width: number;
  readonly side: number;
  readonly separable?: boolean;
  /** In millions, as printed. */
  readonly macs: number;
  readonly parameters: number;
  /** Where the multiply-accumulates are not what the network has: what they are, in millions, and why. */
  readonly slip?: { readonly macs: number; readonly reason: string };
}
const PRINTED: readonly Printed[] = [
  {
    table: 4,
    width: 1,
    side: 224,
    separable: false,
    macs: 4866,
    parameters: 29.3,
    slip: {
      macs: 4867,
      reason: 'Printed without the 1.024 million of the classifier, which the 569 million beside it count.',
    },
  },
  { table: 6, width: 1, side: 224, macs: 569, parameters: 4.2 },
  { table: 6, width: 0.75, side: 224, macs: 325, parameters: 2.6 },
  { table: 6, width: 0.5, side: 224, macs: 149, parameters: 1.3 },
  { table: 6, width: 0.25, side: 224, macs: 41, parameters: 0.5 },
  { table: 7, width: 1, side: 192, macs: 418, parameters: 4.2 },
  {
    table: 7,
    width: 1,
    side: 160,
    macs: 290,
    parameters: 4.2,
    slip: { macs: 291, reason: '290.675 million, cut off where the other rows are rounded.' },
  },
  { table: 7, width: 1, side: 128, macs: 186, parameters: 4.2 },
];

function figuresOf(printed: Printed): readonly PublishedFigure[] {
  const { table, width, side, separable = true, macs, parameters, slip } = printed;
  const name = `${separable ? '' : 'Conv '}MobileNet, width ${width}, ${side} × ${side}`;
  const common = {
    where: `Table ${table}`,
    inputs: { width, side, separable },
    by: 'resolveStack, stackTotals',
  };
  const id = `${separable ? 'separable' : 'full'}-${width}-${side}`;
  const count = (value: number) => digits(digitsOf(value));
  return [
    {
      ...common,
      id: `${id}/macs`,
      what: `${name}, multiply-accumulates`,
      unit: 'MAC',
      ours: () => mobilenet(width, side, separable).macs,
      theirs: Number(`${macs}e6`),
      rule: count(macs),
      ...(slip && { slip: { right: slip.macs * 1e6, rule: count(slip.macs), reason: slip.reason } }),
    },
    {
      ...common,
      id: `${id}/parameters`,
      what: `${name}, parameters`,
      unit: 'parameters',
      ours: () => mobilenet(width, side, separable).parameters,
      theirs: Number(`${parameters}e6`),
      rule: count(parameters),
    },
  ];
}

export const mobilenets: PublishedTable = {
  id: 'mobilenets',
  name: 'MobileNets',
  source:
    'Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications, arXiv:1704.04861',
  year: 2017,
  figures: PRINTED.flatMap(figuresOf),
};
