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
