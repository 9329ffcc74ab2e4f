import { bytes, flops } from '#core/units.ts';
import { Tally } from '../../kernels/access/tally.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { checkRows } from '../check-rows.ts';
import { randomDoubles } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';

/** Bytes of one float64: scalar JavaScript moves twice as many bytes an instruction with them as with float32. */
export const DOUBLE = 8;
/** float32 elements, by which accesses are tallied, of one float64. */
export const DOUBLE_WIDTH = 2;
/** Elements of one step: 256 KiB, some tens of microseconds. */
export const STEP = 2 ** 15;

export const STREAM_SIZES = [
  { key: 'elements', label: 'Elements of 8 bytes', min: 1, max: 2 ** 26, default: 2 ** 22 },
] as const;

/** A stream that writes one array of doubles from at most two others. */
export interface StreamVariant {
  readonly id: string;
  readonly title: string;
  readonly teaches: string;
  readonly inputs: 0 | 1 | 2;
  /** FLOP an element. */
  readonly flop: number;
  /** The hot loop over elements [from, end): a function of its own, so that it is compiled for these arrays alone. */
  readonly loop: (
    output: Float64Array,
    x: Float64Array,
    y: Float64Array,
    scalar: number,
    from: number,
    end: number,
  ) => void;
  /** What an element must be. The loop does the same float64 operations, so it must be exactly this. */
  readonly value: (x: number, y: number, scalar: number) => number;
}

const NONE = new Float64Array(0);

export function streamKernel({ id, title, teaches, inputs, flop, loop, value }: StreamVariant): CpuKernel {
  return Object.freeze<CpuKernel>({
    id,
    family: 'memory',
    title,
    teaches,
    sizes: STREAM_SIZES,
    memory: (problem) => DOUBLE * (inputs + 1) * sizeOf(problem, 'elements'),
    cost: (problem, widths) => {
      const elements = sizeOf(problem, 'elements');
      const tally = new Tally(widths);
      for (let array = 0; array <= inputs; array++)
        tally.add({ offsets: [0], width: DOUBLE_WIDTH * elements, start: 0, loops: [] });
      const once = bytes(DOUBLE * (inputs + 1) * elements);
      return tally.cost({ flop: flops(flop * elements), tiled: once, compulsory: once });
    },
    *bind(problem, seed) {
      const elements = sizeOf(problem, 'elements');
      const x = inputs > 0 ? yield* randomDoubles(elements, 2 * seed) : NONE;
      const y = inputs > 1 ? yield* randomDoubles(elements, 2 * seed + 1) : NONE;
      const output = new Float64Array(elements);
      const scalar = 1 + 1 / (seed + 3);
      const steps = Math.ceil(elements / STEP);
      return {
        steps,
        run: (first, end) => loop(output, x, y, scalar, first * STEP, Math.min(end * STEP, elements)),
        poison: () => void output.fill(Number.NaN),
        verify: () =>
          checkRows(steps, (row) => {
            for (let i = row * STEP; i < Math.min((row + 1) * STEP, elements); i++) {
              const found = output[i] as number;
              if (found !== value(x[i] as number, y[i] as number, scalar))
                return Number.isNaN(found) ? Number.NaN : Number.POSITIVE_INFINITY;
            }
            return 0;
          }),
      };
    },
  });
}
