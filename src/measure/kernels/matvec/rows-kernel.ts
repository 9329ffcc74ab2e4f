import rowSumsSource from '#shaders/shared/row-sums.wgsl?raw';
import type { Kernel, Problem, SizeSpec } from '../kernel.ts';
import { bitsOf } from '../poison.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { type MatrixShape, packMatrix, stepsOf, type WeightForm } from './forms.ts';
import { rowSums } from './reference.ts';
import { INVOCATIONS, ROWS, rowsCost } from './rows-cost.ts';

export const MATVEC_SIZES: readonly SizeSpec[] = [
  { key: 'rows', label: 'Rows of W', min: 1, max: 262_144, default: 1024 },
  { key: 'columns', label: 'Columns of W', min: 1, max: 262_144, default: 1024 },
];
/** Scales come two to a word, and one step of a workgroup takes whole words of them up to this. */
const GROUP: SizeSpec = {
  key: 'group',
  label: 'Columns that share a scale',
  min: 32,
  max: 64,
  default: 32,
  powerOfTwo: true,
};

export const rowGroups = (problem: Problem) => foldGroups(Math.ceil(sizeOf(problem, 'rows') / ROWS));

interface RowsVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  readonly form: WeightForm;
}

/**
 * y = W·x: W is rows × columns, one weight form to each kernel. Workgroups of 32 make four rows each: neighbours read neighbouring
 * words, and every element of x serves four rows. W's content follows from its sizes, the same matrix in each form as far as it holds
 * it; x is padded up to whole steps, whose weights are nought.
 */
export function rowsKernel({ form, source, ...text }: RowsVariant): Kernel {
  const shapeOf = (problem: Problem): MatrixShape => ({
    rows: sizeOf(problem, 'rows'),
    columns: sizeOf(problem, 'columns'),
    group: form.grouped ? sizeOf(problem, 'group') : 0,
  });
  const elementsOfX = (problem: Problem) => stepsOf(form, shapeOf(problem)) * form.perStep;
  return Object.freeze<Kernel>({
    ...text,
    family: 'matvec',
    source: `${source}\n${rowSumsSource}`,
    entryPoint: 'main',
    sizes: form.grouped ? [...MATVEC_SIZES, GROUP] : MATVEC_SIZES,
    bindings: [
      ...form.buffers.map((buffer) => ({
        name: buffer.name,
        access: 'read' as const,
        elements: (problem: Problem) => sizeOf(problem, 'rows') * buffer.wordsOfRow(shapeOf(problem)),
        content: {
          key: (problem: Problem) => `matvec:${form.name}:${buffer.name}:${Object.values(shapeOf(problem)).join('×')}`,
          fill: (problem: Problem) => packMatrix(buffer, shapeOf(problem)),
        },
      })),
      { name: 'x', access: 'read', elements: elementsOfX },
      { name: 'y', access: 'write', elements: (problem) => sizeOf(problem, 'rows') },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    workgroupBytes: 4 * ROWS * INVOCATIONS,
    overrides: (problem) => {
      const [scales] = form.grouped ? form.buffers.slice(1) : [];
      return {
        ROWS: sizeOf(problem, 'rows'),
        COLUMNS: sizeOf(problem, 'columns'),
        GROUPS_X: rowGroups(problem)[0],
        ...(scales && { GROUP: sizeOf(problem, 'group'), SCALE_WORDS: scales.wordsOfRow(shapeOf(problem)) }),
      };
    },
    lengths: (problem) => {
      const shape = shapeOf(problem);
      return {
        ...Object.fromEntries(
          form.buffers.map(({ name, width, wordsOfRow }) => [
            `${name.toUpperCase()}_LENGTH`,
            (shape.rows * wordsOfRow(shape)) / width,
          ]),
        ),
        X_LENGTH: elementsOfX(problem) / Math.min(form.perStep, 4),
        Y_LENGTH: shape.rows,
      };
    },
    workgroups: rowGroups,
    cost: (problem, widths) => rowsCost(form, shapeOf(problem), widths),
    reference: (problem, inputs) => {
      const shape = shapeOf(problem);
      const x = inputs[form.buffers.length];
      if (!x) throw new Error(`${text.id} needs x`);
      const rowOf = (row: number) =>
        form.buffers.map(({ wordsOfRow }, index) => {
          const words = wordsOfRow(shape);
          return bitsOf((inputs[index] ?? new Float32Array()).subarray(row * words, (row + 1) * words));
        });
      return rowSums(shape.rows, shape.rows * shape.columns, (row) => {
        let [value, magnitude] = [0, 0];
        const weights = form.values(rowOf(row), shape);
        for (const [column, weight] of weights.entries()) {
          const product = weight * (x[column] ?? Number.NaN);
          value += product;
          magnitude += Math.abs(product);
        }
        return { value, magnitude, terms: weights.length };
      });
    },
  });
}
