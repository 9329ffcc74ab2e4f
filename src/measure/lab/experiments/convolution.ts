import type { Problem } from '../../kernels/kernel.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { fixed, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';

/** Channels, and pixels along each edge: on a GPU those of a stage of ResNet-50 (He et al. 2016, table 1). */
const LAYERS: Readonly<Record<MachineClass, readonly (readonly [channels: number, edge: number])[]>> = {
  discrete: [
    [64, 56],
    [256, 14],
  ],
  integrated: [
    [64, 56],
    [256, 14],
  ],
  software: [
    [16, 28],
    [64, 7],
  ],
  cpu: [],
};

/** As many channels out as in, stride 1, and as many pixels. */
const layer = (channels: number, edge: number, kernel: number, groups: number): Problem => ({
  batch: 1,
  inChannels: channels,
  inHeight: edge,
  inWidth: edge,
  outChannels: channels,
  outHeight: edge,
  outWidth: edge,
  kernelHeight: kernel,
  kernelWidth: kernel,
  strideHeight: 1,
  strideWidth: 1,
  dilationHeight: 1,
  dilationWidth: 1,
  padTop: (kernel - 1) / 2,
  padLeft: (kernel - 1) / 2,
  groups,
  activation: 0,
});

function forms(context: ExperimentContext, channels: number, edge: number) {
  const role = 'point';
  // A software adapter has no workgroup memory to stage in, and takes seconds to compile it.
  const staged = machineClass(context) === 'software' ? [] : ['implicit-gemm-staged'];
  return [
    ...['direct-nchw', 'direct-nhwc', 'implicit-gemm', ...staged].flatMap((form) =>
      point(context, `convolution/${form}`, layer(channels, edge, 3, 1), { role }),
    ),
    ...point(context, 'convolution/depthwise', layer(channels, edge, 3, channels), { role }),
    ...point(context, 'convolution/pointwise', layer(channels, edge, 1, 1), { role }),
  ];
}

export const convolution: Experiment = {
  id: 'convolution',
  title: 'Convolutions',
  purpose:
    'What the layout of the data and the form of the program do to one and the same convolution, and what less arithmetic on each byte does.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [1.2, 5], integrated: [2, 6], software: [5, 16], cpu: [0, 0] }),
  stages: (context) => {
    const layers = LAYERS[machineClass(context)];
    const asked = context.depth === 'quick' ? layers.slice(0, 1) : layers;
    return [fixed(asked.flatMap(([channels, edge]) => forms(context, channels, edge)))];
  },
};
