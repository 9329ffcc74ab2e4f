/** An axis of a grid and the step along it in each operand. */
export interface JoinedAxis {
  readonly extent: number;
  readonly steps: readonly number[];
}

/** Axes of one element dropped, and neighbours joined where a step along the outer one is all of the inner one in every operand. */
export function joinAxes(extents: readonly number[], operands: readonly (readonly number[])[]): readonly JoinedAxis[] {
  const joined: JoinedAxis[] = [];
  extents.forEach((extent, axis) => {
    if (extent === 1) return;
    const steps = operands.map((strides) => strides[axis] ?? 0);
    const outer = joined.at(-1);
    if (outer?.steps.every((step, operand) => step === (steps[operand] ?? 0) * extent))
      joined[joined.length - 1] = { extent: outer.extent * extent, steps };
    else joined.push({ extent, steps });
  });
  return joined;
}
