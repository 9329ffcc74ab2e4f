import { formatShape } from '#core/format.ts';
import type { Measurement } from '#measure/record/record.ts';
import type { Source } from './reading.ts';

const NAMES = { f32: 'f32', f16: 'f16', int8: 'int8', int4: 'int4', '2-4': 'two of four' } as const;
type Form = keyof typeof NAMES;
const FORMS = Object.keys(NAMES) as readonly Form[];

/** One form of the matrix as it was measured. */
export interface WeightForm {
  readonly name: string;
  readonly one: Measurement;
  /** Bytes of the form with both vectors over those of f32: modelled. */
  readonly share: number;
}

export interface MatvecForms {
  /** Rows × columns. */
  readonly shape: string;
  /** Bytes of the matrix in f32, in whatever form it was. */
  readonly logical: number;
  readonly f32: Measurement;
  /** f32 and all others, in the order in which they are explained. */
  readonly forms: readonly WeightForm[];
  /** Compressed sparse rows, by ascending sparsity in per cent. */
  readonly sparse: readonly (readonly [sparsity: number, one: Measurement])[];
}

/** The forms of one matrix, the largest that was measured in f32; of two measurements the later. */
export function matvecForms({ run }: Source): MatvecForms | null {
  const all = run.measurements.filter((one) => one.role === 'sweep' && one.kernel.startsWith('matvec/'));
  const size = ({ problem: { rows = 0, columns = 0 } }: Measurement) => rows * columns;
  const [f32] = all.filter((one) => one.kernel === 'matvec/f32').toSorted((a, b) => size(b) - size(a));
  if (!f32) return null;
  const { rows = 0, columns = 0 } = f32.problem;
  const same = all.filter(({ problem }) => problem['rows'] === rows && problem['columns'] === columns);
  const sparse = same.filter((one) => one.kernel === 'matvec/csr');
  return {
    shape: formatShape([rows, columns]),
    logical: 4 * size(f32),
    f32,
    forms: FORMS.flatMap((form) => {
      const one = same.findLast(({ kernel }) => kernel === `matvec/${form}`);
      return one ? [{ name: NAMES[form], one, share: one.cost.compulsory / f32.cost.compulsory }] : [];
    }),
    sparse: [...new Map(sparse.map((one) => [one.problem['sparsity'] ?? 0, one] as const))].toSorted(
      ([a], [b]) => a - b,
    ),
  };
}
