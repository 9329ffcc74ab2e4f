import type { Shape } from '../workload/layer.ts';
import { elementsOf } from '../workload/shape.ts';

export const OPTIMIZERS = ['sgd', 'momentum', 'adam', 'adamw', 'adafactor', 'adam8bit'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

/** Full-size moments that an optimizer keeps of each parameter. */
const MOMENTS = { sgd: 0, momentum: 1, adam: 2, adamw: 2 } as const;
/** Elements that share one scale in 8-bit Adam, and its f32 bytes. Dettmers 2022, section 2.1. */
const QUANTISED_BLOCK = 2048;
const SCALE_BYTES = 4;

/** Whether the state of a parameter depends on the shape of the tensor that it is in. */
export const needsShapes = (optimizer: Optimizer): boolean => optimizer === 'adafactor';

/**
 * Bytes of the optimizer's state of one tensor, without a master copy; `momentBytes` are those of one element of a moment.
 * Adafactor keeps a sum for each row and each column of a matrix (Shazeer 2018, algorithm 4, without momentum), of the last two axes where there
 * are more, and the whole second moment of a vector. 8-bit Adam keeps both moments in a byte each, with a scale for every 2,048
 * elements; the embedding, which its authors keep in f32, is counted like the rest.
 */
export function stateBytes(optimizer: Optimizer, shape: Shape, momentBytes: number): number {
  const elements = elementsOf(shape);
  if (optimizer === 'adafactor') {
    if (shape.length < 2) return elements * momentBytes;
    return (elements / (shape.at(-1) ?? 1) + elements / (shape.at(-2) ?? 1)) * momentBytes;
  }
  if (optimizer === 'adam8bit') return 2 * (elements + SCALE_BYTES * Math.ceil(elements / QUANTISED_BLOCK));
  return MOMENTS[optimizer] * momentBytes * elements;
}
