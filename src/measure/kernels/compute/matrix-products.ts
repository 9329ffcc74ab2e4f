import { seededRandom } from '#core/random.ts';
import { bytes, flops } from '#core/units.ts';
import type { SubgroupMatrixConfig } from '../../record/record.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem, Reference } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** A multiple of every subgroup's width, as the extension wants it. */
const INVOCATIONS = 128;
/** Subgroups that share a workgroup's products: so many at most, and a power of two. */
const MOST_SUBGROUPS = 32;
/** Sums that do not wait for one another, each with a right matrix of its own. */
const SUMS = 4;
/** Bits of 0, 1 and 2 in f16, and of a minus. */
const HALVES = [0, 0x3c00, 0x4000] as const;
const HALF_MINUS = 0x8000;

const groups = (problem: Problem): number => sizeOf(problem, 'invocations') / INVOCATIONS;
const iterations = (problem: Problem): number => sizeOf(problem, 'iterations');

/** Seeded whole numbers from −2 to 2, a left matrix and the right ones: a product's element is 64 at most, and 2^18 are exact in f32. */
function wholeNumbers(edge: number): readonly number[] {
  const random = seededRandom(1);
  return Array.from({ length: (1 + SUMS) * edge * edge }, () => random.integer(5) - 2);
}

/** Whole numbers as f16, two to a word. */
export function packedHalves(values: readonly number[]): Float32Array {
  const half = (value: number) => (HALVES[Math.abs(value)] ?? Number.NaN) | (value < 0 ? HALF_MINUS : 0);
  return new Float32Array(Uint16Array.from(values, half).buffer);
}

/** Elements of left · right for each sum, matrix after matrix, row by row. */
export function productsOf(values: readonly number[], edge: number): Float64Array {
  const at = (index: number) => values[index] ?? Number.NaN;
  return Float64Array.from({ length: SUMS * edge * edge }, (_, index) => {
    const right = (1 + Math.floor(index / edge ** 2)) * edge ** 2;
    const row = Math.floor(index / edge) % edge;
    let total = 0;
    for (let k = 0; k < edge; k++) total += at(row * edge + k) * at(right + k * edge + (index % edge));
    return total;
  });
}

/** Every sum of every workgroup, by how many subgroups it says that it had. */
function referenceOf(problem: Problem, edge: number): Reference {
  const elements = SUMS * edge * edge;
  const count = groups(problem);
  const products = productsOf(wholeNumbers(edge), edge);
  const [rowLength, length] = [edge * edge, count * (elements + 1)];
  return {
    rows: Math.ceil(length / rowLength),
    rowLength,
    // How large a sum is depends on the number of subgroups, which is in the output: the check of the whole knows.
    row: (index) => {
      const values = new Float64Array(Math.min(rowLength, length - index * rowLength));
      return { values, tolerance: values.map(() => Number.POSITIVE_INFINITY) };
    },
    checkWhole: (output) => {
      for (let group = 0; group < count; group++) {
        const subgroups = output[count * elements + group] ?? Number.NaN;
        if (!Number.isInteger(MOST_SUBGROUPS / subgroups) || !Number.isInteger(subgroups))
          return `workgroup ${group} says that it has ${subgroups} subgroups`;
        for (const [index, product] of products.entries()) {
          const expected = (iterations(problem) / subgroups) * product;
          const found = output[group * elements + index];
          if (found !== expected) return `element ${index} of workgroup ${group} is ${found}, not ${expected}`;
        }
      }
      return null;
    },
  };
}

type Parts = Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> & {
  readonly features: readonly string[];
  readonly matrix: SubgroupMatrixConfig;
};

/**
 * Products of square matrices that a subgroup holds together. `iterations` counts those of a workgroup's subgroups together,
 * for each of four sums: the work does not depend on how wide a subgroup is, and the output says how many shared it.
 */
export function matrixProducts({ features, matrix, ...parts }: Parts): Kernel {
  const edge = matrix.M;
  /** 32-bit words of a matrix: operands, sums. */
  const sum = edge * edge;
  const operand = matrix.componentType === 'f16' ? sum / 2 : sum;
  const outputs = (problem: Problem) => groups(problem) * (SUMS * sum + 1);
  return Object.freeze<Kernel>({
    ...parts,
    family: 'compute',
    entryPoint: 'main',
    requires: { features, subgroupMatrix: matrix },
    sizes: [
      {
        key: 'invocations',
        label: 'Invocations',
        min: INVOCATIONS,
        max: 65_535 * INVOCATIONS,
        default: 2 ** 14,
        multipleOf: INVOCATIONS,
      },
      {
        key: 'iterations',
        label: 'Products a sum, of a workgroup',
        min: MOST_SUBGROUPS,
        max: 2 ** 18,
        default: 1024,
        multipleOf: MOST_SUBGROUPS,
      },
    ],
    bindings: [
      {
        name: 'operands',
        access: 'read',
        elements: () => (1 + SUMS) * operand,
        content: {
          key: () => `${1 + SUMS} matrices of whole numbers, ${edge} wide, ${matrix.componentType}`,
          fill: () =>
            matrix.componentType === 'f16' ? packedHalves(wholeNumbers(edge)) : Float32Array.from(wholeNumbers(edge)),
        },
      },
      { name: 'products', access: 'write', elements: outputs },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ ITERATIONS: iterations(problem) }),
    lengths: (problem) => ({ PRODUCTS: outputs(problem) }),
    workgroups: (problem) => [groups(problem), 1, 1],
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      // Bytes, unlike FLOP, go by the subgroups: a matrix is loaded and stored by each as a whole. As many as the width says
      // that is assumed.
      const subgroups = Math.ceil(INVOCATIONS / widths.subgroupWidth) * groups(problem);
      const matrices = (width: number, count: number) =>
        tally.add({ offsets: [0], width, start: 0, loops: [{ stride: 0, count }] });
      matrices(operand, (1 + SUMS) * subgroups);
      matrices(sum, SUMS * subgroups);
      matrices(1, groups(problem));
      return tally.cost({
        flop: flops(2 * edge ** 3 * SUMS * iterations(problem) * groups(problem)),
        tiled: bytes(ELEMENT * ((1 + SUMS) * operand * groups(problem) + outputs(problem))),
        compulsory: bytes(ELEMENT * ((1 + SUMS) * operand + outputs(problem))),
      });
    },
    reference: (problem) => referenceOf(problem, edge),
  });
}
