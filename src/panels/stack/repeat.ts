import type { Stack } from '#model/workload/layer.ts';

/**
 * A layer made into a repeat group of itself, and a group with one layer made into that layer. The group has the layer's
 * name, so that what refers to it goes on meaning the output.
 */
export function wrapLayer(stack: Stack, path: string, times: number): Stack {
  const index = stack.layers.findIndex((item) => item.name === path);
  const layer = stack.layers[index];
  if (!layer || 'layers' in layer) return stack;
  // What it took from outside is the group's input now: explicit names would be the same in each turn.
  const { inputs, ...rest } = layer;
  const inner = inputs && inputs.length > 1 ? { ...layer, inputs: inputs.with(0, '@block') } : rest;
  return {
    ...stack,
    layers: stack.layers.with(index, { name: layer.name, kind: 'repeat', times, layers: [inner] }),
  };
}

/** Whether a layer may repeat: what comes out has the shape of what goes in. */
export const mayRepeat = (inputs: readonly (readonly number[])[], outputs: readonly (readonly number[])[]): boolean => {
  const [input, output] = [inputs[0], outputs[0]];
  return (
    input !== undefined &&
    output !== undefined &&
    input.length === output.length &&
    input.every((extent, axis) => extent === output[axis])
  );
};
