import source from '#shaders/memory/strided.wgsl?raw';
import type { Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { groupSums, INVOCATIONS, LOADS } from './group-sums.ts';
import { addressOf, type Sweeps, stridedCost, sweepsOf } from './strided-cost.ts';

/** Elements of one workgroup. */
const GROUP = INVOCATIONS * LOADS;

const sweeps = (problem: Problem): Sweeps => sweepsOf(sizeOf(problem, 'elements'), sizeOf(problem, 'stride'));
const groups = (problem: Problem): number => {
  const { sweep, stride } = sweeps(problem);
  return Math.ceil((sweep * stride) / GROUP);
};

export const stridedRead = Object.freeze<Kernel>({
  id: 'memory/strided',
  family: 'memory',
  title: 'Strided read',
  teaches:
    'Every element read once, neighbours a stride apart: memory moves whole sectors, so that most of what it moves is thrown away.',
  source,
  entryPoint: 'main',
  sizes: [
    { key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 },
    { key: 'stride', label: 'Stride, elements', min: 1, max: 128, default: 8 },
  ],
  bindings: [
    { name: 'input', access: 'read', elements: (problem) => sizeOf(problem, 'elements') },
    { name: 'sums', access: 'write', elements: groups },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({ GROUPS_X: foldGroups(groups(problem))[0], STRIDE: sizeOf(problem, 'stride') }),
  lengths: (problem) => ({ ELEMENTS: sizeOf(problem, 'elements'), SUMS: groups(problem) }),
  workgroups: (problem) => foldGroups(groups(problem)),
  cost: (problem, widths) => stridedCost(sweeps(problem), GROUP, groups(problem), widths),
  reference: (problem, [input]) => {
    if (!input) throw new Error('memory/strided needs its input');
    const order = sweeps(problem);
    return groupSums(groups(problem), (group, take) => {
      for (let index = group * GROUP; index < (group + 1) * GROUP; index++) {
        const address = addressOf(order, index);
        if (address !== null) take(input[address] ?? Number.NaN);
      }
    });
  },
});
