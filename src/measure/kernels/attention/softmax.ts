import { bytes, flops } from '#core/units.ts';
import { SOFTMAX_FLOP } from '#model/workload/op-cost.ts';
import source from '#shaders/attention/softmax.wgsl?raw';
import serialSource from '#shaders/attention/softmax-serial.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { AccessWidths, Kernel, Problem } from '../kernel.ts';
import { pieces } from '../matmul/cost.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { attentionSpecs } from './sizes.ts';
import { softmaxReference } from './softmax-reference.ts';

const INVOCATIONS = 64;
/** Scores are read twice and probabilities written once, in the same order. */
const RUNS = { stride: 0, count: 3 };

const columnsOf = (problem: Problem): number => sizeOf(problem, 'keys');
const rowsOf = (problem: Problem): number =>
  sizeOf(problem, 'batch') * sizeOf(problem, 'heads') * sizeOf(problem, 'queries');
const elements = (problem: Problem): number => rowsOf(problem) * columnsOf(problem);

interface SoftmaxVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'workgroupBytes'> {
  readonly rowsOfGroup: number;
  readonly tally: (rows: number, columns: number, lanes: number, tally: Tally) => void;
  /** Invocations that share a row. */
  readonly sharers: number;
}

function softmaxKernel({ rowsOfGroup, sharers, tally: addTo, ...text }: SoftmaxVariant): Kernel {
  const groups = (problem: Problem) => foldGroups(Math.ceil(rowsOf(problem) / rowsOfGroup));
  return Object.freeze<Kernel>({
    ...text,
    family: 'attention',
    entryPoint: 'main',
    sizes: attentionSpecs(['batch', 'heads', 'queries', 'keys']),
    bindings: [
      { name: 's', access: 'read', elements },
      { name: 'p', access: 'write', elements },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ KEYS: columnsOf(problem), ROWS: rowsOf(problem), GROUPS_X: groups(problem)[0] }),
    lengths: (problem) => ({ S_LENGTH: elements(problem) }),
    workgroups: groups,
    cost: (problem, widths: AccessWidths) => {
      const tally = new Tally(widths);
      addTo(rowsOf(problem), columnsOf(problem), Math.min(widths.subgroupWidth, INVOCATIONS), tally);
      const both = bytes(2 * ELEMENT * elements(problem));
      return tally.cost({ flop: flops(SOFTMAX_FLOP * elements(problem)), tiled: both, compulsory: both });
    },
    reference: (problem, [s]) => {
      if (!s) throw new Error(`${text.id} needs scores`);
      return softmaxReference({ rows: rowsOf(problem), columns: columnsOf(problem), sharers }, s);
    },
  });
}

export const attentionSoftmax = softmaxKernel({
  id: 'attention/softmax',
  title: 'Attention softmax',
  teaches:
    'The second of three kernels of standard attention: every score comes from memory and goes back as a probability, with hardly any arithmetic between.',
  source,
  workgroupBytes: ELEMENT * (2 * INVOCATIONS + 2 * 8),
  rowsOfGroup: 1,
  sharers: INVOCATIONS,
  tally: (rows, columns, lanes, tally) => {
    for (const { first, count, extent } of pieces(columns, INVOCATIONS))
      for (let lane = 0; lane < extent; lane += lanes)
        tally.add({
          offsets: Array.from({ length: Math.min(lanes, extent - lane) }, (_, i) => i),
          width: 1,
          start: first * INVOCATIONS + lane,
          loops: [{ stride: INVOCATIONS, count }, { stride: columns, count: rows }, RUNS],
        });
  },
});

export const attentionSoftmaxSerial = softmaxKernel({
  id: 'attention/softmax-serial',
  title: 'Attention softmax, an invocation a row',
  teaches:
    'The same softmax without barriers: no invocation waits for another, but neighbours read a whole row apart, and few rows leave most of a GPU idle.',
  source: serialSource,
  rowsOfGroup: INVOCATIONS,
  sharers: 1,
  tally: (rows, columns, lanes, tally) => {
    for (const { first, count, extent } of pieces(rows, lanes))
      tally.add({
        offsets: Array.from({ length: extent }, (_, lane) => lane * columns),
        width: 1,
        start: first * lanes * columns,
        loops: [{ stride: lanes * columns, count }, { stride: 1, count: columns }, RUNS],
      });
  },
});
