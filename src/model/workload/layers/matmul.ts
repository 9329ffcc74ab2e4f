import { formatShape } from '#core/format.ts';
import { boolean, defineKind, twoInputs } from '../define-kind.ts';
import type { Shape } from '../layer.ts';
import { broadcast, elementsOf, lastOf, shaped, shapeFault } from '../shape.ts';

/** Rows and columns of the right operand as it is multiplied. */
function rightOf(right: Shape, transposed: boolean): readonly [k: number, n: number] {
  const rows = right.at(-2) ?? 1;
  const columns = lastOf(right);
  return transposed ? [columns, rows] : [rows, columns];
}

export const matmul = defineKind({
  kind: 'matmul',
  title: 'Matrix product',
  category: 'matmul',
  describe: 'Multiplies the matrices of two activations, one product for each extent before the last two axes.',
  fields: { transposeRight: boolean('Transpose right', false, 'The right input is n × k instead of k × n.') },
  inputs: twoInputs,
  infer: ({ transposeRight }, [left, right]) => {
    if (left.length < 3 || right.length < 3)
      return shapeFault(
        `takes batch × … × rows × columns and its inputs are ${formatShape(left)} and ${formatShape(right)}; put a reshape before it`,
      );
    const [k, n] = rightOf(right, transposeRight);
    if (lastOf(left) !== k) {
      const other = transposeRight ? right.at(-2) : lastOf(right);
      const mend =
        other === lastOf(left) ? `set "Transpose right" to ${!transposeRight}` : 'make these two extents the same';
      return shapeFault(
        `inputs ${formatShape(left)} and ${formatShape(right)}${transposeRight ? ' transposed' : ''} multiply ${lastOf(left)} columns by ${k} rows; ${mend}`,
      );
    }
    const lead = broadcast(left.slice(0, -2), right.slice(0, -2));
    if (lead === null)
      return shapeFault(
        `inputs ${formatShape(left)} and ${formatShape(right)} differ before their last two axes; make each extent there the same, or 1 in one of them`,
      );
    return shaped(...lead, left.at(-2) ?? 1, n);
  },
  ops: ({ transposeRight }, [left, right], [output]) => {
    const m = left.at(-2) ?? 1;
    const n = lastOf(output);
    return [
      {
        op: 'matmul',
        batch: elementsOf(output) / (m * n),
        m,
        n,
        k: lastOf(left),
        right: 'activation',
        rightTransposed: transposeRight,
        leads: [left.slice(0, -2), right.slice(0, -2)],
      },
    ];
  },
});
