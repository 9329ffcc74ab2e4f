import { stackTotals } from '../../workload/totals.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { digits, digitsOf, EXACT } from '../rule.ts';
import { readyMade } from '../stacks.ts';

interface Printed {
  readonly stack: string;
  readonly weights: string;
  /** `num_params`. */
  readonly parameters: number;
  /** `_ops` as printed, in G: multiply-accumulates of convolutions, linear layers and attention. */
  readonly giga: number;
}

const PRINTED: readonly Printed[] = [
  { stack: 'alexnet', weights: 'AlexNet_Weights', parameters: 61_100_840, giga: 0.714 },
  { stack: 'vgg16', weights: 'VGG16_Weights', parameters: 138_357_544, giga: 15.47 },
  { stack: 'resnet50', weights: 'ResNet50_Weights', parameters: 25_557_032, giga: 4.089 },
  { stack: 'mobilenet-v2', weights: 'MobileNet_V2_Weights', parameters: 3_504_872, giga: 0.301 },
  { stack: 'mobilenet-v3-large', weights: 'MobileNet_V3_Large_Weights', parameters: 5_483_032, giga: 0.217 },
  { stack: 'efficientnet-b0', weights: 'EfficientNet_B0_Weights', parameters: 5_288_548, giga: 0.386 },
  { stack: 'vit-b16', weights: 'ViT_B_16_Weights', parameters: 86_567_656, giga: 17.564 },
];

const by = 'resolveStack, stackTotals';

const figuresOf = ({ stack, weights, parameters, giga }: Printed): readonly PublishedFigure[] => [
  {
    id: `${stack}/parameters`,
    what: `${stack}, trainable parameters`,
    where: `${weights}, num_params`,
    unit: 'parameters',
    inputs: { stack, batch: 1 },
    by,
    ours: () => stackTotals(readyMade(stack)).parameters,
    theirs: parameters,
    rule: EXACT,
  },
  {
    id: `${stack}/macs`,
    what: `${stack}, multiply-accumulates`,
    where: `${weights}, _ops`,
    unit: 'MAC',
    inputs: { stack, batch: 1 },
    by,
    ours: () => stackTotals(readyMade(stack)).macs,
    theirs: Number(`${giga}e9`),
    rule: digits(digitsOf(giga)),
  },
];

export const torchvision: PublishedTable = {
  id: 'torchvision',
  name: 'torchvision',
  source: 'torchvision, metadata of the IMAGENET1K_V1 weights',
  year: 2023,
  figures: PRINTED.flatMap(figuresOf),
};
