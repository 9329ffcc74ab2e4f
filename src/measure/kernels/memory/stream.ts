import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Binding, Kernel, Problem } from '../kernel.ts';
import { unwrittenRows } from '../poison.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { contiguous, INVOCATIONS } from './lane-sums.ts';

/** Loads' widths that one workgroup passes over. */
const GROUP = 4 * INVOCATIONS;
const ROW = 4096;

type Inputs = readonly Float32Array[];

export interface StreamVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  /** f32 elements of one load or store. */
  readonly width: 1 | 4;
  /** Names of the buffers that it reads, an element of each for each one that it writes. */
  readonly inputs: readonly string[];
  readonly flopPerElement: number;
  /** What belongs at an index of the output, before the rounding that `tolerance` allows. */
  readonly expected: (index: number, inputs: Inputs) => number;
  /** How far off it may be; left out where it is exact. */
  readonly tolerance?: (index: number, inputs: Inputs) => number;
}

/**
 * One pass over `elements` f32 that writes each of them. Where the program goes a vec4 at a time, elements that do not fill
 * one are padded up: the padding is in the buffers, in the cost and in the check.
 */
export function streamKernel(variant: StreamVariant): Kernel {
  const { id, title, teaches, source, width, inputs, flopPerElement, expected, tolerance = () => 0 } = variant;
  const steps = (problem: Problem) => Math.ceil(sizeOf(problem, 'elements') / width);
  const groups = (problem: Problem) => foldGroups(Math.ceil(steps(problem) / GROUP));
  const elements = (problem: Problem) => width * steps(problem);
  return Object.freeze<Kernel>({
    id,
    family: 'memory',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: [{ key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 }],
    bindings: [
      ...inputs.map((name): Binding => ({ name, access: 'read', elements })),
      { name: 'output', access: 'write', elements },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ GROUPS_X: groups(problem)[0] }),
    lengths: (problem) => ({ [width === 4 ? 'VECTORS' : 'ELEMENTS']: steps(problem) }),
    workgroups: groups,
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      const buffers = inputs.length + 1;
      for (let buffer = 0; buffer < buffers; buffer++)
        for (const access of contiguous(steps(problem), lanes, width)) tally.add(access);
      const once = bytes(buffers * ELEMENT * elements(problem));
      return tally.cost({ flop: flops(flopPerElement * elements(problem)), tiled: once, compulsory: once });
    },
    reference: (problem, values) => {
      const total = elements(problem);
      const rows = Math.ceil(total / ROW);
      return {
        rows,
        rowLength: ROW,
        row: (index) => {
          const length = Math.min(ROW, total - index * ROW);
          const of = (at: typeof expected) => Float64Array.from({ length }, (_, i) => at(index * ROW + i, values));
          return { values: of(expected), tolerance: of(tolerance) };
        },
        checkWhole: (output) => {
          for (let i = 0; i < total; i++) {
            const right = expected(i, values);
            // Written so that NaN fails.
            if (!(Math.abs((output[i] ?? Number.NaN) - right) <= tolerance(i, values)))
              return unwrittenRows(output, rows, ROW) ?? `element ${i} is ${output[i]}, not ${right}`;
          }
          return null;
        },
      };
    },
  });
}
