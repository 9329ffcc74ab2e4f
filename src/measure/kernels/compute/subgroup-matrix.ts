import { seededRandom } from '#core/random.ts';
import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compute/subgroup-matrix.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { pointwise } from '../pointwise.ts';
import { sizeOf } from '../problem.ts';

/** A multiple of every subgroup's width, as the extension wants it. */
const INVOCATIONS = 128;
const EDGE = 8;
const MATRIX = EDGE * EDGE;
/** Sums that do not wait for one another, each with a right matrix of its own. */
const SUMS = 4;

const groups = (problem: Problem): number => sizeOf(problem, 'invocations') / INVOCATIONS;
const iterations = (problem: Problem): number => sizeOf(problem, 'iterations');

/** Seeded whole numbers from −2 to 2: a product is 32 at most, and 2^18 of them are exact in f32. */
function operands(): Float32Array {
  const random = seededRandom(1);
  return Float32Array.from({ length: (1 + SUMS) * MATRIX }, () => random.integer(5) - 2);
}

/** Element of left · right, right being the matrix of one sum. */
function product(values: Float32Array, sum: number, row: number, column: number): number {
  let total = 0;
  for (let k = 0; k < EDGE; k++)
    total += (values[row * EDGE + k] ?? Number.NaN) * (values[(1 + sum) * MATRIX + k * EDGE + column] ?? Number.NaN);
  return total;
}

export const subgroupMatrix = Object.freeze<Kernel>({
  id: 'compute/subgroup-matrix',
  family: 'compute',
  title: 'Matrix unit peak, f32 8×8×8',
  teaches:
    'Products of 8×8 matrices that a whole subgroup holds: what the units for matrices do that plain multiply-adds leave idle.',
  source,
  entryPoint: 'main',
  requires: { features: ['chromium-experimental-subgroup-matrix'] },
  sizes: [
    {
      key: 'invocations',
      label: 'Invocations',
      min: INVOCATIONS,
      max: 65_535 * INVOCATIONS,
      default: 2 ** 14,
      multipleOf: INVOCATIONS,
    },
    { key: 'iterations', label: 'Products a sum', min: 1, max: 2 ** 18, default: 512 },
  ],
  bindings: [
    {
      name: 'operands',
      access: 'read',
      elements: () => (1 + SUMS) * MATRIX,
      content: { key: () => `${1 + SUMS} matrices of whole numbers`, fill: operands },
    },
    { name: 'products', access: 'write', elements: (problem) => SUMS * MATRIX * groups(problem) },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({ ITERATIONS: iterations(problem) }),
  lengths: (problem) => ({ PRODUCTS: SUMS * MATRIX * groups(problem) }),
  workgroups: (problem) => [groups(problem), 1, 1],
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    // How many subgroups a workgroup has is the adapter's affair: as many as the width says that is assumed for it.
    const subgroups = Math.ceil(INVOCATIONS / widths.subgroupWidth) * groups(problem);
    // A subgroup loads or stores a matrix as a whole.
    const matrices = { stride: 0, count: (1 + SUMS + SUMS) * subgroups };
    tally.add({ offsets: [0], width: MATRIX, start: 0, loops: [matrices] });
    const stored = SUMS * groups(problem);
    return tally.cost({
      flop: flops(2 * EDGE ** 3 * SUMS * iterations(problem) * subgroups),
      tiled: bytes(ELEMENT * MATRIX * ((1 + SUMS) * groups(problem) + stored)),
      compulsory: bytes(ELEMENT * MATRIX * (1 + SUMS + stored)),
    });
  },
  reference: (problem, [values]) => {
    if (!values) throw new Error('compute/subgroup-matrix needs its operands');
    return pointwise(SUMS * MATRIX * groups(problem), MATRIX, (index) => {
      const sum = Math.floor(index / MATRIX) % SUMS;
      const row = Math.floor((index % MATRIX) / EDGE);
      return { value: iterations(problem) * product(values, sum, row, index % EDGE), tolerance: 0 };
    });
  },
});
