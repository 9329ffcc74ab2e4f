import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths } from '../kernel.ts';
import { pieces } from '../matmul/cost.ts';
import { type MatrixShape, stepsOf, type WeightForm } from './forms.ts';

/** Invocations of a workgroup, and rows that they make together. */
export const INVOCATIONS = 32;
export const ROWS = 4;

/**
 * Cost of y = W·x where a workgroup makes four rows: its invocations take neighbouring steps of them, each with its columns of x. Past the
 * last row it is read again.
 */
export function rowsCost(form: WeightForm, shape: MatrixShape, widths: AccessWidths): KernelCost {
  const { rows, columns } = shape;
  const { buffers, perStep, products } = form;
  const tally = new Tally(widths);
  const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
  const groups = Math.ceil(rows / ROWS);
  const steps = stepsOf(form, shape);
  // At most a vec4 of x at a time.
  const widthOfX = Math.min(perStep, 4);
  for (const { first, count, extent } of pieces(steps, INVOCATIONS))
    for (let lane = 0; lane < extent; lane += lanes) {
      const start = first * INVOCATIONS + lane;
      const own = Array.from({ length: Math.min(lanes, extent - lane) }, (_, i) => start + i);
      for (const { width, wordsOfRow, at } of buffers) {
        const words = wordsOfRow(shape);
        const offsets = own.map((step) => at(step, shape));
        const along = { stride: at(INVOCATIONS, shape), count };
        tally.add({ offsets, width, start: 0, loops: [along, { stride: words, count: rows }] });
        const again = { stride: 0, count: ROWS * groups - rows };
        tally.add({ offsets, width, start: (rows - 1) * words, loops: [along, again] });
      }
      for (let part = 0; part < perStep; part += widthOfX)
        tally.add({
          offsets: own.map((step) => step * perStep + part),
          width: widthOfX,
          start: 0,
          loops: [
            { stride: INVOCATIONS * perStep, count },
            { stride: 0, count: groups },
          ],
        });
    }
  for (const { first, count, extent } of pieces(rows, ROWS))
    tally.add({
      offsets: Array.from({ length: extent }, (_, i) => i),
      width: 1,
      start: first * ROWS,
      loops: [{ stride: ROWS, count }],
    });
  const weights = rows * buffers.reduce((sum, { wordsOfRow }) => sum + wordsOfRow(shape), 0);
  const x = steps * perStep;
  return tally.cost({
    flop: flops(2 * rows * products(columns)),
    tiled: bytes(ELEMENT * (weights + groups * x + rows)),
    compulsory: bytes(ELEMENT * (weights + x + rows)),
  });
}
