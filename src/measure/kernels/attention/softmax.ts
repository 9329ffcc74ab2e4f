import { bytes, flops } from '#core/units.ts';
import { SOFTMAX_FLOP } from '#model/workload/op-cost.ts';
import source from '#shaders/attention/softmax.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { pieces } from '../matmul/cost.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { attentionSpecs } from './sizes.ts';
import { softmaxReference } from './softmax-reference.ts';

const INVOCATIONS = 64;

const columnsOf = (problem: Problem): number => sizeOf(problem, 'keys');
const rowsOf = (problem: Problem): number =>
  sizeOf(problem, 'batch') * sizeOf(problem, 'heads') * sizeOf(problem, 'queries');
const elements = (problem: Problem): number => rowsOf(problem) * columnsOf(problem);

export const attentionSoftmax = Object.freeze<Kernel>({
  id: 'attention/softmax',
  family: 'attention',
  title: 'Attention softmax',
  teaches:
    'The second of three kernels of standard attention: every score comes from memory and goes back as a probability, with hardly any arithmetic between.',
  source,
  entryPoint: 'main',
  sizes: attentionSpecs(['batch', 'heads', 'queries', 'keys']),
  bindings: [
    { name: 's', access: 'read', elements },
    { name: 'p', access: 'write', elements },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  workgroupBytes: ELEMENT * (2 * INVOCATIONS + 2 * 8),
  overrides: (problem) => ({
    KEYS: columnsOf(problem),
    ROWS: rowsOf(problem),
    GROUPS_X: foldGroups(rowsOf(problem))[0],
  }),
  lengths: (problem) => ({ S_LENGTH: elements(problem) }),
  workgroups: (problem) => foldGroups(rowsOf(problem)),
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const columns = columnsOf(problem);
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    // Read twice and written once, each time by adjacent invocations.
    const runs = { stride: 0, count: 3 };
    const rows = { stride: columns, count: rowsOf(problem) };
    for (const { first, count, extent } of pieces(columns, INVOCATIONS))
      for (let lane = 0; lane < extent; lane += lanes) {
        const offsets = Array.from({ length: Math.min(lanes, extent - lane) }, (_, i) => i);
        const steps = { stride: INVOCATIONS, count };
        tally.add({ offsets, width: 1, start: first * INVOCATIONS + lane, loops: [steps, rows, runs] });
      }
    const both = bytes(2 * ELEMENT * elements(problem));
    return tally.cost({ flop: flops(SOFTMAX_FLOP * elements(problem)), tiled: both, compulsory: both });
  },
  reference: (problem, [s]) => {
    if (!s) throw new Error('attention/softmax needs scores');
    return softmaxReference(rowsOf(problem), columnsOf(problem), s);
  },
});
