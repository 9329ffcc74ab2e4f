import type { Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** One of the two axes of a window. */
export interface WindowAxis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /** Padding after the end: what a window has past even that does not count in a mean. */
  readonly after: number;
}

export const axisOf = (problem: Problem, side: 'Height' | 'Width'): WindowAxis => ({
  input: sizeOf(problem, `in${side}`),
  output: sizeOf(problem, `out${side}`),
  kernel: sizeOf(problem, `kernel${side}`),
  stride: sizeOf(problem, `stride${side}`),
  dilation: problem[`dilation${side}`] ?? 1,
  before: sizeOf(problem, side === 'Height' ? 'padTop' : 'padLeft'),
  after: problem[side === 'Height' ? 'padBottom' : 'padRight'] ?? 0,
});

/** Outputs for which a tap of the window lies in the input. */
export function insideOf(
  { input, output, stride, dilation, before }: WindowAxis,
  tap: number,
): readonly [number, number] {
  const from = Math.max(0, Math.ceil((before - tap * dilation) / stride));
  const to = Math.min(output, Math.floor((input - 1 + before - tap * dilation) / stride) + 1);
  return [from, Math.max(from, to)];
}

/** Rows or columns of the input that some window has. */
export function touched(axis: WindowAxis): number {
  const seen = new Set<number>();
  for (let tap = 0; tap < axis.kernel; tap++) {
    const [from, to] = insideOf(axis, tap);
    for (let at = from; at < to; at++) seen.add(at * axis.stride + tap * axis.dilation - axis.before);
  }
  return seen.size;
}

/** Elements of the input under a window, each given to `take`; and the number that a mean divides by. */
export function overWindow(
  down: WindowAxis,
  across: WindowAxis,
  index: number,
  take: (address: number) => void,
): number {
  const plane = Math.floor(index / (down.output * across.output));
  const top = (Math.floor(index / across.output) % down.output) * down.stride - down.before;
  const left = (index % across.output) * across.stride - across.before;
  for (let v = 0; v < down.kernel; v++) {
    const row = top + v * down.dilation;
    if (row < 0 || row >= down.input) continue;
    for (let u = 0; u < across.kernel; u++) {
      const column = left + u * across.dilation;
      if (column >= 0 && column < across.input) take((plane * down.input + row) * across.input + column);
    }
  }
  const rows = Math.min(top + down.kernel, down.input + down.after) - top;
  const columns = Math.min(left + across.kernel, across.input + across.after) - left;
  return Math.max(1, rows * columns);
}
