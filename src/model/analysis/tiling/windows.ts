/** One axis of a window that slides: extents of input and output, and how output places lie on the input. */
export interface SlidingAxis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly pad: number;
}

const reachOf = ({ kernel, dilation }: SlidingAxis) => (kernel - 1) * dilation + 1;

/** Input places that the outputs from `from` up to `to` need, without the padding: [first, end). */
export function inputRange(axis: SlidingAxis, from: number, to: number): readonly [first: number, end: number] {
  const within = (place: number) => Math.max(0, Math.min(axis.input, place));
  return [within(from * axis.stride - axis.pad), within((to - 1) * axis.stride + reachOf(axis) - axis.pad)];
}

/** Input places that a tile of so many outputs needs at once, at the most. */
export const inputSpan = (axis: SlidingAxis, outputs: number): number =>
  Math.min(axis.input, (outputs - 1) * axis.stride + reachOf(axis));

/**
 * Input places read in one pass over tiles of `tile` outputs: all of them once, and what two neighbours both need twice.
 * Places that a stride or the edge skips come along once. Padding is not read.
 */
export function inputPass(axis: SlidingAxis, tile: number): number {
  const { input, output, stride, pad } = axis;
  const halo = Math.max(0, reachOf(axis) - stride);
  const cuts = Math.ceil(output / tile) - 1;
  if (halo === 0 || cuts === 0) return input;
  /** What the tiles on both sides of a cut need, inside the input. */
  const shared = (cut: number) => {
    const start = cut * tile * stride - pad;
    return Math.max(0, Math.min(input, start + halo) - Math.max(0, start));
  };
  // Only cuts near the two ends have a part of their halo in the padding.
  let pass = input;
  let first = 1;
  for (; first <= cuts && first * tile * stride - pad < 0; first++) pass += shared(first);
  let last = cuts;
  for (; last >= first && last * tile * stride - pad + halo > input; last--) pass += shared(last);
  return pass + (last - first + 1) * halo;
}
