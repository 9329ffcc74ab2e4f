import { type JoinedAxis, joinAxes } from '../access/join-axes.ts';
import type { Problem } from '../kernel.ts';
import { denseStrides, spanOf } from './view.ts';

export { denseStrides } from './view.ts';

/** Numbered keys of joined axes, the last axis last; what is left over in front is one element long. */
function keys(joined: readonly JoinedAxis[], axes: number, letters: readonly string[]): [string, number][] {
  const padded = [...Array<JoinedAxis>(axes - joined.length).fill({ extent: 1, steps: [] }), ...joined];
  return padded.flatMap(({ extent, steps }, axis): [string, number][] => [
    [`n${axis}`, extent],
    ...letters.map((letter, operand): [string, number] => [`${letter}${axis}`, steps[operand] ?? 0]),
  ]);
}

/** Steps of an operand that is broadcast to `output`, aligned at the last axis (NumPy's rule): 0 where it has one element. */
function broadcastStrides(output: readonly number[], operand: readonly number[]): readonly number[] {
  const aligned = [...Array<number>(output.length - operand.length).fill(1), ...operand];
  return denseStrides(aligned).map((step, axis) => (aligned[axis] === 1 ? 0 : step));
}

const AXES_OF_BROADCAST = 4;
const AXES_OF_COPY = 5;

/** The problem of `elementwise/add` and `elementwise/multiply` for tensors of these shapes; null where more than four axes are left. */
export function broadcastProblem(
  output: readonly number[],
  a: readonly number[],
  b: readonly number[],
  activation: number,
): Problem | null {
  const joined = joinAxes(output, [broadcastStrides(output, a), broadcastStrides(output, b)]);
  if (joined.length > AXES_OF_BROADCAST) return null;
  return Object.fromEntries([...keys(joined, AXES_OF_BROADCAST, ['a', 'b']), ['activation', activation]]);
}

/**
 * The problem of `elementwise/copy` for a view of a tensor of `inputElements`, which starts at `offset` and moves by `strides`
 * for a step along each of its axes; null where more than five axes are left.
 */
export function viewProblem(
  extents: readonly number[],
  strides: readonly number[],
  offset: number,
  inputElements: number,
): Problem | null {
  const joined = joinAxes(extents, [strides]);
  if (joined.length > AXES_OF_COPY) return null;
  const trailing = inputElements - offset - spanOf(extents, strides);
  return Object.fromEntries([...keys(joined, AXES_OF_COPY, ['s']), ['offset', offset], ['trailing', trailing]]);
}
