import { bytes, flops } from '#core/units.ts';
import { ELEMENT } from '../../kernels/access/tally.ts';
import type { Problem } from '../../kernels/kernel.ts';
import { sizeOf } from '../../kernels/problem.ts';
import { sumTolerance } from '../../kernels/rounding.ts';
import { checkRows, ratioOf } from '../check-rows.ts';
import { randomFloats } from '../fill.ts';
import type { CpuKernel } from '../kernel.ts';

/** Elements of a step at least, where sweeps are shorter: one call must not cost as much as it reads. */
const STEP = 2 ** 14;

/** `stride` sweeps over the elements, each of every `stride`th. */
interface Sweeps {
  readonly elements: number;
  readonly stride: number;
}
const sweepsIn = (problem: Problem): Sweeps => ({
  elements: sizeOf(problem, 'elements'),
  stride: sizeOf(problem, 'stride'),
});
/** Whole sweeps of one step. */
const together = ({ elements, stride }: Sweeps): number =>
  Math.min(stride, Math.max(1, Math.floor(STEP / Math.ceil(elements / stride))));
const stepsOf = (sweeps: Sweeps): number => Math.ceil(sweeps.stride / together(sweeps));

/** Sum of every `stride`th element from `from`, in four chains of float32. */
function sumStrided(values: Float32Array, from: number, stride: number): number {
  const { length } = values;
  const ahead = 3 * stride;
  let a = Math.fround(0);
  let b = Math.fround(0);
  let c = Math.fround(0);
  let d = Math.fround(0);
  let i = from;
  for (; i + ahead < length; i += 4 * stride) {
    a = Math.fround(a + (values[i] as number));
    b = Math.fround(b + (values[i + stride] as number));
    c = Math.fround(c + (values[i + 2 * stride] as number));
    d = Math.fround(d + (values[i + ahead] as number));
  }
  for (; i < length; i += stride) a = Math.fround(a + (values[i] as number));
  return a + b + (c + d);
}

/** Lines that the sweeps touch, each sweep by itself: neighbours of one line are read in one go. */
function linesOf({ elements, stride }: Sweeps, lineElements: number): number {
  let lines = 0;
  for (let first = 0; first < Math.min(stride, elements); first++) {
    const count = Math.ceil((elements - first) / stride);
    const last = first + (count - 1) * stride;
    lines += stride >= lineElements ? count : Math.floor(last / lineElements) - Math.floor(first / lineElements) + 1;
  }
  return lines;
}

export const strided = Object.freeze<CpuKernel>({
  id: 'memory/strided',
  family: 'memory',
  title: 'Strided read',
  teaches:
    'Every element read once, neighbours a stride apart: memory moves whole lines of 64 bytes, so that most of what it moves is thrown away.',
  sizes: [
    { key: 'elements', label: 'Elements of 4 bytes', min: 1, max: 2 ** 25, default: 2 ** 22 },
    { key: 'stride', label: 'Stride, elements', min: 1, max: 128, default: 8 },
  ],
  memory: (problem) => ELEMENT * sizeOf(problem, 'elements'),
  cost: (problem, { sector }) => {
    const sweeps = sweepsIn(problem);
    const { elements } = sweeps;
    const sums = stepsOf(sweeps);
    const moved = sector * (linesOf(sweeps, sector / ELEMENT) + Math.ceil((2 * ELEMENT * sums) / sector));
    const once = bytes(ELEMENT * (elements + 2 * sums));
    return {
      flop: flops(elements),
      requested: once,
      moved: bytes(moved),
      useful: once,
      tiled: bytes(moved),
      compulsory: once,
    };
  },
  *bind(problem, seed) {
    const sweeps = sweepsIn(problem);
    const { elements, stride } = sweeps;
    const values = yield* randomFloats(elements, seed);
    const steps = stepsOf(sweeps);
    const each = together(sweeps);
    const sums = new Float64Array(steps);
    return {
      steps,
      run: (first, end) => {
        for (let step = first; step < end; step++) {
          let sum = 0;
          const last = Math.min((step + 1) * each, stride);
          for (let from = step * each; from < last; from++) sum += sumStrided(values, from, stride);
          sums[step] = sum;
        }
      },
      poison: () => void sums.fill(Number.NaN),
      verify: () =>
        checkRows(steps, (row) => {
          let sum = 0;
          let magnitude = 0;
          for (let from = row * each; from < Math.min((row + 1) * each, stride); from++)
            for (let i = from; i < elements; i += stride) {
              sum += values[i] as number;
              magnitude += Math.abs(values[i] as number);
            }
          return ratioOf(sums[row] as number, sum, sumTolerance(Math.ceil(elements / stride) * each, magnitude));
        }),
    };
  },
});
