import source from '#shaders/memory/strided.wgsl?raw';
import vec4Source from '#shaders/memory/strided-vec4.wgsl?raw';
import type { Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { INVOCATIONS, laneSums } from './lane-sums.ts';
import { addressOf, type Sweeps, stridedCost, sweepsOf } from './strided-cost.ts';

interface StridedVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  /** f32 elements of one load. */
  readonly width: 1 | 4;
  /** Loads that an invocation sums. */
  readonly loads: number;
}

/** Every element read once, neighbours a stride apart. */
function stridedKernel({ id, title, teaches, source, width, loads }: StridedVariant): Kernel {
  /** Loads of one workgroup. */
  const groupSize = INVOCATIONS * loads;
  const sweeps = (problem: Problem): Sweeps =>
    sweepsOf(Math.ceil(sizeOf(problem, 'elements') / width), sizeOf(problem, 'stride'));
  const groups = (problem: Problem): number => {
    const { sweep, stride } = sweeps(problem);
    return Math.ceil((sweep * stride) / groupSize);
  };
  const sums = (problem: Problem): number => groups(problem) * INVOCATIONS;
  return Object.freeze<Kernel>({
    id,
    family: 'memory',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: [
      { key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 },
      { key: 'stride', label: width === 1 ? 'Stride, elements' : 'Stride, vec4s', min: 1, max: 128, default: 8 },
    ],
    bindings: [
      // Padded up to whole loads; the padding is read and summed.
      { name: 'input', access: 'read', elements: (problem) => width * sweeps(problem).count },
      { name: 'sums', access: 'write', elements: sums },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ GROUPS_X: foldGroups(groups(problem))[0], STRIDE: sizeOf(problem, 'stride') }),
    lengths: (problem) => ({
      [width === 4 ? 'VECTORS' : 'ELEMENTS']: sweeps(problem).count,
      SUMS: sums(problem),
    }),
    workgroups: (problem) => foldGroups(groups(problem)),
    cost: (problem, widths) => stridedCost({ sweeps: sweeps(problem), width, groupSize, sums: sums(problem) }, widths),
    reference: (problem, [input]) => {
      if (!input) throw new Error(`${id} needs its input`);
      const order = sweeps(problem);
      const count = groups(problem);
      return laneSums(count, count, loads, (group, take) => {
        for (let index = group * groupSize; index < (group + 1) * groupSize; index++) {
          const address = addressOf(order, index);
          if (address === null) continue;
          for (let i = width * address; i < width * (address + 1); i++)
            take(index % INVOCATIONS, input[i] ?? Number.NaN);
        }
      });
    },
  });
}

export const stridedRead = stridedKernel({
  id: 'memory/strided',
  title: 'Strided read',
  teaches:
    'Every element read once, neighbours a stride apart: memory moves whole sectors, so that most of what it moves is thrown away.',
  source,
  width: 1,
  loads: 32,
});

export const stridedVec4 = stridedKernel({
  id: 'memory/strided-vec4',
  title: 'Strided read of vec4s',
  teaches:
    'The same with loads of 16 B: each fills half a sector of 32 B, so that a stride moves twice the bytes that are wanted, where single elements move eight times as many.',
  source: vec4Source,
  width: 4,
  loads: 16,
});
