import type { LayerKind, Shape } from '../layer.ts';
import type { ReduceOp } from '../op.ts';
import type { PoolWindow } from '../op-function.ts';
import { elementsOf, pairOf, shaped } from '../shape.ts';
import { geometryOf, sidesOf, slide, type Window } from '../window.ts';

export function inferPool(window: Window, input: Shape): ReturnType<LayerKind['infer']> {
  const size = slide(input, window);
  if (!size.ok) return size;
  const [batch = 1, channels = 1] = input;
  return shaped(batch, channels, ...size.value);
}

/** Overlapping windows are read once: `inputElements` are the distinct ones. Taps in the padding are counted like any. */
export function poolOp(
  name: 'max-pool' | 'average-pool',
  window: Window,
  input: Shape,
  output: Shape,
  flopPerOutput: (taps: number) => number,
): ReduceOp {
  const [height, width] = pairOf(window.kernel);
  const outputElements = elementsOf(output);
  return {
    op: 'reduce',
    inputElements: elementsOf(input),
    outputElements,
    weightElements: 0,
    flop: outputElements * flopPerOutput(height * width),
    groupElements: height * width,
    passes: 1,
    computes: { name, window: poolWindow(window, input, output) },
  };
}

function poolWindow(window: Window, input: Shape, output: Shape): PoolWindow {
  const [batch = 1, channels = 1] = input;
  const [, , padBottom, padRight] = sidesOf(window.padding);
  return { planes: batch * channels, ...geometryOf(window, input, output), padBottom, padRight };
}
