import type { ResolvedLayer, Shape } from '../../workload/layer.ts';
import { elementsOf, sameShape } from '../../workload/shape.ts';
import { axesOf } from '../tiling/convolution-tiling.ts';
import { inputRange, type SlidingAxis } from '../tiling/windows.ts';

/** A tensor as images of rows: height of [N, C, H, W], tokens of [N, T, D]; one row of [N, D]. */
export interface Rows {
  readonly images: number;
  readonly rows: number;
  /** Elements of one row of one image. */
  readonly width: number;
}

export function rowsOf(shape: Shape): Rows {
  const [images = 1] = shape;
  const rows = shape.length === 4 ? (shape[2] ?? 1) : shape.length === 3 ? (shape[1] ?? 1) : 1;
  return { images, rows, width: elementsOf(shape) / images / rows };
}

/** What rows of a layer's input some rows of its output need: the same, those under a window, or all of the image. */
export type Reads = 'same' | 'whole' | SlidingAxis;

/**
 * How a layer reads its `input`, or null where it is not to be fused: attention, look-ups, products of activations,
 * layers with a state or several outputs.
 */
export function readsOf(layer: ResolvedLayer, input: Shape): Reads | null {
  const [output, ...others] = layer.outputs;
  if (output === undefined || others.length > 0 || layer.stateElements > 0 || input[0] !== output[0]) return null;
  // A learned constant.
  if (layer.ops.length === 0 && layer.weightElements > 0) return null;
  let reads: Reads = 'same';
  for (const op of layer.ops) {
    let own: Reads = 'whole';
    if (op.op === 'attention' || op.op === 'gather') return null;
    if (op.op === 'matmul') {
      if (op.right === 'activation' || op.held !== undefined) return null;
      own = 'same';
    } else if (op.op === 'convolution') {
      if (op.transposed) return null;
      own = axesOf(op)[0];
    } else if (op.op === 'map') own = sameShape(input, output) ? 'same' : 'whole';
    else if (op.op === 'reduce') {
      const { computes } = op;
      if (computes?.name === 'layer-norm' || computes?.name === 'rms-norm') own = 'same';
      else if (computes?.name === 'softmax' && computes.inner === 1) own = 'same';
      else if (computes?.name === 'max-pool' || computes?.name === 'average-pool') {
        const { window } = computes;
        own = {
          input: window.inHeight,
          output: window.outHeight,
          kernel: window.kernelHeight,
          stride: window.strideHeight,
          dilation: window.dilationHeight,
          pad: window.padTop,
        };
      }
    }
    // A window and then anything but the same rows: several ops of one layer, seldom.
    reads = reads === 'same' ? own : own === 'same' ? reads : 'whole';
  }
  if (layer.ops.length === 0 && !sameShape(input, output)) return 'whole';
  const [before, after] = [rowsOf(input), rowsOf(output)];
  return reads === 'same' && before.rows !== after.rows ? 'whole' : reads;
}

/** Rows of the input, [first, end), that rows [first, end) of the output need. */
export function rowsRead(reads: Reads, input: Rows, first: number, end: number): readonly [number, number] {
  // Of no rows, such as those that only padding meets, none are needed.
  if (end <= first) return [0, 0];
  if (reads === 'same') return [first, end];
  return reads === 'whole' ? [0, input.rows] : inputRange(reads, first, end);
}
