import { elementsOf } from '#model/workload/shape.ts';
import { attend } from './attention.fixture.ts';
import { ACTIVATIONS } from './functions.fixture.ts';
import { concatenated, sliced } from './moves.fixture.ts';
import { normalise } from './normalise.fixture.ts';
import { axisOf, broadcastIndex, type Call, first, list, made, number, type Value } from './value.fixture.ts';
import { convolve, pool } from './windows.fixture.ts';

type Kind = (call: Call) => readonly Value[];

function elementwise(call: Call, combine: (one: number, other: number) => number): readonly Value[] {
  const { inputs } = call;
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const shape = Array.from({ length: rank }, (_, axis) =>
    Math.max(...inputs.map((input) => input.shape.at(axis - rank) ?? 1)),
  );
  return [
    made(shape, (index) =>
      inputs
        .map((input) => input.data[broadcastIndex(index, shape, input.shape)] ?? 0)
        .reduce((total, value) => combine(total, value)),
    ),
  ];
}

/** What each kind of layer does, as PyTorch documents it. */
export const KINDS: Readonly<Record<string, Kind>> = {
  conv2d: (call) => convolve(call, number(call.fields, 'groups'), number(call.fields, 'outChannels')),
  'depthwise-conv2d': (call) => {
    const channels = first(call).shape[1] ?? 1;
    return convolve(call, channels, channels * number(call.fields, 'multiplier'));
  },
  linear: (call) => {
    const { shape, data } = first(call);
    const width = shape.at(-1) ?? 1;
    const out = number(call.fields, 'outFeatures');
    const weight = call.weight('weight') as Float64Array;
    const bias = call.weight('bias');
    return [
      made(shape.with(-1, out), (index) => {
        const row = Math.floor(index / out);
        let sum = bias?.[index % out] ?? 0;
        for (let i = 0; i < width; i++) sum += (data[row * width + i] ?? 0) * (weight[(index % out) * width + i] ?? 0);
        return sum;
      }),
    ];
  },
  matmul: ({ inputs: [left, right], fields }) => {
    if (!left || !right) throw new Error('matmul takes two inputs');
    const transposed = fields['transposeRight'] === true;
    const [m = 1, k = 1] = left.shape.slice(-2);
    const n = right.shape.at(transposed ? -2 : -1) ?? 1;
    const lead = left.shape.slice(0, -2).map((extent, axis) => Math.max(extent, right.shape.slice(0, -2)[axis] ?? 1));
    return [
      made([...lead, m, n], (index) => {
        const [row, column] = [Math.floor(index / n) % m, index % n];
        const product = Math.floor(index / (m * n));
        const a = broadcastIndex(product, lead, left.shape.slice(0, -2)) * m * k + row * k;
        const b = broadcastIndex(product, lead, right.shape.slice(0, -2)) * k * n;
        let sum = 0;
        for (let i = 0; i < k; i++)
          sum += (left.data[a + i] ?? 0) * (right.data[b + (transposed ? column * k + i : i * n + column)] ?? 0);
        return sum;
      }),
    ];
  },
  attention: attend,
  'max-pool': (call) => pool(call, (values) => Math.max(...values), ['input']),
  'average-pool': (call) =>
    pool(call, (values) => values.reduce((sum, value) => sum + value, 0) / values.length, ['input', 'padding']),
  'global-average-pool': (call) => {
    const { shape, data } = first(call);
    const inner = elementsOf(shape.slice(2));
    const mean = (index: number) =>
      data.subarray(index * inner, (index + 1) * inner).reduce((sum, value) => sum + value, 0) / inner;
    return [made([...shape.slice(0, 2), ...shape.slice(2).map(() => 1)], mean)];
  },
  'batch-norm': (call) => {
    const { shape, data } = first(call);
    const inner = elementsOf(shape.slice(2));
    const channel = (index: number) => Math.floor(index / inner) % (shape[1] ?? 1);
    const names = ['weight', 'bias', 'running_mean', 'running_var'].map((name) => call.weight(name));
    const [weight, bias, mean, variance] = names;
    return [
      made(shape, (index) => {
        const c = channel(index);
        const normal = ((data[index] ?? 0) - (mean?.[c] ?? 0)) / Math.sqrt((variance?.[c] ?? 1) + 1e-5);
        return normal * (weight?.[c] ?? 1) + (bias?.[c] ?? 0);
      }),
    ];
  },
  'layer-norm': (call) => {
    const width = first(call).shape.at(-1) ?? 1;
    return normalise(
      call,
      (index) => Math.floor(index / width),
      (index) => index % width,
    );
  },
  'rms-norm': (call) => {
    const width = first(call).shape.at(-1) ?? 1;
    return normalise(
      call,
      (index) => Math.floor(index / width),
      (index) => index % width,
      false,
    );
  },
  'group-norm': (call) => {
    const { shape } = first(call);
    const [, channels = 1] = shape;
    const inner = elementsOf(shape.slice(2));
    const size = (channels / number(call.fields, 'groups')) * inner;
    return normalise(
      call,
      (index) => Math.floor(index / size),
      (index) => Math.floor(index / inner) % channels,
    );
  },
  activation: (call) => {
    const { shape, data } = first(call);
    const apply = ACTIVATIONS[String(call.fields['function'])];
    return [made(shape, (index) => apply?.(data[index] ?? 0) ?? Number.NaN)];
  },
  softmax: (call) => {
    const { shape, data } = first(call);
    const axis = axisOf(shape, number(call.fields, 'axis'));
    const inner = elementsOf(shape.slice(axis + 1));
    const extent = shape[axis] ?? 1;
    return [
      made(shape, (index) => {
        const start = Math.floor(index / (extent * inner)) * extent * inner + (index % inner);
        let sum = 0;
        for (let i = 0; i < extent; i++) sum += Math.exp(data[start + i * inner] ?? 0);
        return Math.exp(data[index] ?? 0) / sum;
      }),
    ];
  },
  add: (call) => elementwise(call, (one, other) => one + other),
  multiply: (call) => elementwise(call, (one, other) => one * other),
  rotary: (call) => {
    const { shape, data } = first(call);
    const width = shape.at(-1) ?? 1;
    const tokens = shape.at(-2) ?? 1;
    const headDim = number(call.fields, 'headDim');
    const half = headDim / 2;
    return [
      made(shape, (index) => {
        const position = Math.floor(index / width) % tokens;
        const feature = index % headDim;
        const angle = position * 500_000 ** ((-2 * (feature % half)) / headDim);
        const turned = feature < half ? -(data[index + half] ?? 0) : (data[index - half] ?? 0);
        return (data[index] ?? 0) * Math.cos(angle) + turned * Math.sin(angle);
      }),
    ];
  },
  embedding: (call) => {
    const { shape, data } = first(call);
    const features = number(call.fields, 'features');
    const table = call.weight('weight') as Float64Array;
    return [
      made(
        [...shape, features],
        (index) => table[(data[Math.floor(index / features)] ?? 0) * features + (index % features)] ?? Number.NaN,
      ),
    ];
  },
  'learned-constant': (call) => [
    { shape: [1, ...list(call.fields, 'shape')], data: call.weight('value') as Float64Array },
  ],
  concat: ({ inputs, fields }) => [concatenated(inputs, axisOf(inputs[0]?.shape ?? [], number(fields, 'axis')))],
  slice: (call) => {
    const value = first(call);
    const axis = axisOf(value.shape, number(call.fields, 'axis'));
    return [sliced(value, axis, number(call.fields, 'start'), number(call.fields, 'length'))];
  },
  split: (call) => {
    const value = first(call);
    const axis = axisOf(value.shape, number(call.fields, 'axis'));
    let start = 0;
    return list(call.fields, 'sections').map((length) => {
      const part = sliced(value, axis, start, length);
      start += length;
      return part;
    });
  },
  reshape: (call) => {
    const { shape, data } = first(call);
    const wanted = list(call.fields, 'shape');
    const known = elementsOf(wanted.filter((extent) => extent !== -1));
    const size = data.length / (shape[0] ?? 1);
    return [{ shape: [shape[0] ?? 1, ...wanted.map((extent) => (extent === -1 ? size / known : extent))], data }];
  },
  transpose: (call) => {
    const { shape, data } = first(call);
    const order = [0, ...list(call.fields, 'order')];
    const strides = shape.map((_, axis) => elementsOf(shape.slice(axis + 1)));
    const turned = order.map((axis) => shape[axis] ?? 1);
    return [
      made(turned, (index) => {
        let left = index;
        let from = 0;
        for (let axis = turned.length - 1; axis >= 0; axis--) {
          const extent = turned[axis] ?? 1;
          from += (left % extent) * (strides[order[axis] ?? 0] ?? 0);
          left = Math.floor(left / extent);
        }
        return data[from] ?? Number.NaN;
      }),
    ];
  },
};
