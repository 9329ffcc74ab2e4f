import type { FieldValues, Layer, RepeatGroup } from '../layer.ts';

/** A layer; without `inputs` it takes the layer before. */
export const layer = (kind: string, name: string, fields: FieldValues = {}, inputs?: readonly string[]): Layer => ({
  name,
  kind,
  fields,
  ...(inputs && { inputs }),
});
export const repeat = (name: string, times: number, layers: readonly Layer[]): RepeatGroup => ({
  name,
  kind: 'repeat',
  times,
  layers,
});

export const conv = (
  name: string,
  outChannels: number,
  kernel: number,
  fields: FieldValues = {},
  inputs?: readonly string[],
) => layer('conv2d', name, { outChannels, kernel: [kernel], ...fields }, inputs);
export const linear = (name: string, outFeatures: number, fields: FieldValues = {}, inputs?: readonly string[]) =>
  layer('linear', name, { outFeatures, ...fields }, inputs);
export const activation = (name: string, kind: string, inputs?: readonly string[]) =>
  layer('activation', name, { function: kind }, inputs);
export const relu = (name: string) => activation(name, 'relu');
export const batchNorm = (name: string) => layer('batch-norm', name);
export const add = (name: string, left: string, right: string) => layer('add', name, {}, [left, right]);
export const multiply = (name: string, left: string, right: string) => layer('multiply', name, {}, [left, right]);
export const flatten = (name: string) => layer('reshape', name, { shape: [-1] });

/** ImageNet at the size that torchvision reports. */
export const IMAGE = { shape: [3, 224, 224] } as const;
