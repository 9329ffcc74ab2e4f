import type { Shape } from '../../layer.ts';
import { elementsOf } from '../../shape.ts';
import type { Value } from '../graph-builder.ts';
import { refuse } from '../imported.ts';
import { type Call, dataOf, fused, weightOf } from './call.ts';
import type { Table } from './flatbuffer.ts';

/** Windows as their options have them; SAME puts the odd one after. */
function windowOf(
  image: Shape,
  options: Table | null,
  kernel: readonly [number, number],
  dilation: readonly [number, number] = [1, 1],
) {
  const stride = [options?.int(2) || 1, options?.int(1) || 1] as const;
  if (options?.byte(0) === 1) return { kernel, stride, dilation, padding: [0] };
  const [top, bottom] = missing(image[2] ?? 1, kernel[0], stride[0], dilation[0]);
  const [left, right] = missing(image[3] ?? 1, kernel[1], stride[1], dilation[1]);
  return { kernel, stride, dilation, padding: [top, left, bottom, right] };
}
function missing(extent: number, kernel: number, stride: number, dilation: number): readonly [number, number] {
  const total = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + (kernel - 1) * dilation + 1 - extent);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** Weight: output channels × height × width × input channels of a group. */
export function convolution(call: Call): Value | null {
  const weight = weightOf(call, 1);
  const input = dataOf(call);
  if (weight === null || weight.shape.length !== 4 || input.shape.length !== 4) return null;
  const [outChannels = 1, height = 1, width = 1, perGroup = 1] = weight.shape;
  const { options } = call.operator;
  const window = windowOf(input.shape, options, [height, width], [options?.int(5, 1) || 1, options?.int(4, 1) || 1]);
  const fields = {
    ...window,
    outChannels,
    groups: Math.max(1, Math.floor((input.shape[1] ?? 1) / perGroup)),
    bias: weightOf(call, 2) !== null,
  };
  return fused(call, call.build.layer('conv2d', call.name, fields, [input], call.place), options?.byte(3) ?? 0);
}

/** Weight: 1 × height × width × output channels. */
export function depthwise(call: Call): Value | null {
  const weight = weightOf(call, 1);
  const input = dataOf(call);
  if (weight === null || weight.shape.length !== 4 || input.shape.length !== 4) return null;
  const [, height = 1, width = 1, outChannels = 1] = weight.shape;
  const { options } = call.operator;
  const window = windowOf(input.shape, options, [height, width], [options?.int(6, 1) || 1, options?.int(5, 1) || 1]);
  const fields = {
    ...window,
    multiplier: Math.max(1, Math.floor(outChannels / (input.shape[1] ?? 1))),
    bias: weightOf(call, 2) !== null,
  };
  return fused(
    call,
    call.build.layer('depthwise-conv2d', call.name, fields, [input], call.place),
    options?.byte(4) ?? 0,
  );
}

/**
 * TRANSPOSE_CONV takes its output's shape, the weight, the data and perhaps a bias; MediaPipe's takes data, weight and bias. The
 * stride is how often the input goes into the output, and the padding what makes its shape.
 */
export function transposedConvolution(call: Call): Value | null {
  const own = call.operator.custom === '';
  const weight = weightOf(call, 1);
  const input = call.values[own ? 2 : 0];
  const [, height = 1, width = 1] = call.output.shape;
  if (!input || weight === null || weight.shape.length !== 4 || input.shape.length !== 4) return null;
  const [outChannels = 1, ...taps] = weight.shape;
  const kernel = taps.slice(0, 2);
  const axes = [height, width].map((extent, axis) => {
    const from = input.shape[axis + 2] ?? 1;
    const stride = Math.max(1, Math.round(extent / from));
    const over = (from - 1) * stride + (kernel[axis] ?? 1) - extent;
    return { stride, cut: Math.max(0, over), more: Math.max(0, -over) };
  });
  const [down, across] = axes;
  const before = axes.map(({ cut }) => Math.floor(cut / 2));
  const padding = [
    before[0] ?? 0,
    before[1] ?? 0,
    (down?.cut ?? 0) - (before[0] ?? 0),
    (across?.cut ?? 0) - (before[1] ?? 0),
  ];
  const fields = {
    outChannels,
    kernel,
    stride: axes.map(({ stride }) => stride),
    padding,
    outputPadding: axes.map(({ more }) => more),
    bias: weightOf(call, own ? 3 : 2) !== null,
  };
  return call.build.layer('conv-transpose2d', call.name, fields, [input], call.place);
}

/** Weight: outputs × inputs; data of any shape whose elements are rows of so many inputs. */
export function fullyConnected(call: Call): Value | null {
  const weight = weightOf(call, 1);
  const input = dataOf(call);
  if (weight === null || weight.shape.length !== 2) return null;
  const [outFeatures = 1, features = 1] = weight.shape;
  const rows = elementsOf(input.shape) / features;
  if (!Number.isInteger(rows))
    return refuse(
      call.place,
      `takes rows of ${features} and is given ${elementsOf(input.shape)} elements; the file is damaged`,
    );
  const flat = call.build.view(input, rows === 1 ? [features] : [rows, features], `${call.name}.flatten`, call.place);
  const fields = { outFeatures, bias: weightOf(call, 2) !== null };
  return fused(
    call,
    call.build.layer('linear', call.name, fields, [flat], call.place),
    call.operator.options?.byte(0) ?? 0,
  );
}

export const pooling =
  (kind: 'max-pool' | 'average-pool') =>
  (call: Call): Value | null => {
    const { options } = call.operator;
    const input = dataOf(call);
    if (input.shape.length !== 4) return null;
    const { kernel, stride, padding } = windowOf(input.shape, options, [options?.int(4) || 1, options?.int(3) || 1]);
    return fused(
      call,
      call.build.layer(kind, call.name, { kernel, stride, padding }, [input], call.place),
      options?.byte(5) ?? 0,
    );
  };
