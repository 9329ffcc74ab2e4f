import { unwrap } from '#core/result.ts';
import { analyze } from '../../analysis/analyze.ts';
import { h100 } from '../../machine/presets/h100-sxm.ts';
import type { Layer } from '../../workload/layer.ts';
import { conv, layer } from '../../workload/presets/parts.ts';
import type { PublishedTable } from '../figure.ts';
import { digits, EXACT, within } from '../rule.ts';
import { lastLayer, stackOf } from '../stacks.ts';

const strided = () => lastLayer(stackOf([64, 56, 56], [conv('conv', 128, 3, { stride: [2], padding: [1] })])).macs;

/** At the store, where every tensor crosses once, f16. */
function intensity(published: Layer): number {
  const settings = { batch: 1, format: 'f16', overlap: 'double-buffered', residency: 'cold' } as const;
  const { layers } = unwrap(analyze(stackOf([128, 56, 56], [published]), h100, settings));
  return layers[0]?.boundaries.at(-1)?.intensity ?? Number.NaN;
}
const same = { kernel: [3], padding: [1], bias: false };
const depthwiseOverDense = () =>
  intensity(layer('depthwise-conv2d', 'depthwise', same)) / intensity(conv('dense', 128, 3, same));

export const courseNotes: PublishedTable = {
  id: 'course-notes',
  name: 'Course notes',
  source: 'Claims of course notes',
  year: 2025,
  figures: [
    {
      id: 'convolution-by-input',
      what: 'Cost of a 3 × 3 convolution with stride 2, 64 to 128 channels on 56 × 56',
      where: '"w·h of the input × channels × kernel"',
      unit: 'MAC',
      inputs: { inChannels: 64, outChannels: 128, side: 56, kernel: 3, stride: 2 },
      by: 'resolveStack: opMacs',
      ours: strided,
      theirs: 56 * 56 * 128 * 64 * 9,
      rule: EXACT,
      slip: {
        right: 28 * 28 * 128 * 64 * 9,
        rule: EXACT,
        reason:
          'A kernel is applied once for each output position: with stride 2 the count by the input is four times too large.',
      },
    },
    {
      id: 'depthwise-reuse',
      what: 'Intensity of a depthwise 3 × 3 convolution over that of a dense one, 128 channels on 56 × 56, at HBM',
      where: '"depthwise convolution has higher reuse": more than 1',
      unit: 'ratio',
      inputs: { channels: 128, side: 56, kernel: 3, format: 'f16', machine: 'h100-sxm' },
      by: 'resolveStack, analyze',
      ours: depthwiseOverDense,
      theirs: 1,
      rule: within(0.5),
      slip: {
        // (9 / (802,816 + 1,152)) / (128 · 9 / (802,816 + 147,456)), bytes by elements of both activations and the weights.
        right: 0.00923,
        rule: digits(3),
        reason:
          'Each input element meets one filter instead of one for every output channel, while it moves as often: its intensity is lower.',
      },
    },
  ],
};
