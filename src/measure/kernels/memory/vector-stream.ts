import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Binding, Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { unwrittenRows } from '../verify.ts';

const INVOCATIONS = 256;
/** vec4s that one workgroup passes over. */
const GROUP_VECTORS = 4 * INVOCATIONS;
const ROW = 4096;

const vectors = (problem: Problem): number => Math.ceil(sizeOf(problem, 'elements') / 4);
const groups = (problem: Problem) => foldGroups(Math.ceil(vectors(problem) / GROUP_VECTORS));

export interface VectorStream extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  /** Whether it reads a vec4 for each one that it writes. */
  readonly reads: boolean;
  /** The exact f32 that belongs at an index of the output. */
  readonly expected: (index: number, input: Float32Array | undefined) => number;
}

/**
 * One pass over `elements` f32 that writes each of them, a vec4 at a time. Elements that do not fill a vec4 are padded up:
 * the padding is in the buffers, in the cost and in the check.
 */
export function vectorStream({ id, title, teaches, source, reads, expected }: VectorStream): Kernel {
  const elements = (problem: Problem) => 4 * vectors(problem);
  const written: Binding = { name: 'output', access: 'write', elements };
  return Object.freeze<Kernel>({
    id,
    family: 'memory',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: [{ key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 }],
    bindings: reads ? [{ name: 'input', access: 'read', elements }, written] : [written],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ GROUPS_X: groups(problem)[0] }),
    lengths: (problem) => ({ VECTORS: vectors(problem) }),
    workgroups: groups,
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      const count = vectors(problem);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      const whole = Math.floor(count / lanes);
      const run = (length: number) => Array.from({ length }, (_, lane) => 4 * lane);
      for (let stream = 0; stream < (reads ? 2 : 1); stream++) {
        tally.add({ offsets: run(lanes), width: 4, start: 0, loops: [{ stride: 4 * lanes, count: whole }] });
        tally.add({ offsets: run(count - whole * lanes), width: 4, start: whole * lanes * 4, loops: [] });
      }
      const once = bytes((reads ? 2 : 1) * ELEMENT * elements(problem));
      return tally.cost({ flop: flops(0), tiled: once, compulsory: once });
    },
    reference: (problem, inputs) => {
      const total = elements(problem);
      const rows = Math.ceil(total / ROW);
      return {
        rows,
        rowLength: ROW,
        row: (index) => {
          const length = Math.min(ROW, total - index * ROW);
          const values = Float64Array.from({ length }, (_, i) => expected(index * ROW + i, inputs[0]));
          return { values, tolerance: new Float64Array(length) };
        },
        checkWhole: (output) => {
          for (let i = 0; i < total; i++)
            if (output[i] !== expected(i, inputs[0]))
              return unwrittenRows(output, rows, ROW) ?? `element ${i} is ${output[i]}, not ${expected(i, inputs[0])}`;
          return null;
        },
      };
    },
  });
}
