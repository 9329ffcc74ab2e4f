import type { Program } from './program.ts';

/**
 * For tests: the tensors that a program makes, each step computed in float64 by its kernel's own reference and rounded to f32.
 */
export function walkOnReferences({ tensors, steps }: Program): ReadonlyMap<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const { id, content } of tensors) if (content) values.set(id, content.fill());
  for (const { kernel, problem, reads, writes } of steps) {
    const inputs = reads.map((id) => {
      const value = values.get(id);
      if (!value) throw new Error(`${writes} reads ${id} before it is made`);
      return value;
    });
    const reference = kernel.reference(problem, inputs);
    const rows = Array.from({ length: reference.rows }, (_, row) => [...reference.row(row).values]);
    values.set(writes, Float32Array.from(rows.flat()));
  }
  return values;
}
