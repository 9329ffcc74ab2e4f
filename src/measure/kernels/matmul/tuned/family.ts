import { stagedBytes } from '../../../record/tuning/grid.ts';
import { type Kernel, type Problem, type SizeSpec, valueFor } from '../../kernel.ts';
import { matmulKernel } from '../family.ts';
import { tunedAccesses } from './accesses.ts';
import { parametersOf, type Registers, tileOf } from './layout.ts';

/** One program of the family: what its source fixes. */
export interface TunedProgram extends Registers, Pick<Kernel, 'teaches' | 'requires'> {
  readonly source: string;
}

const MAX_SIDE = 256;
const sizesOf = ({ path }: Registers): readonly SizeSpec[] => [
  {
    key: 'across',
    label: 'Invocations across, columns',
    min: path === 'quad' ? 4 : 1,
    max: MAX_SIDE,
    default: 8,
    // Quads do not reach from one row into the next.
    ...(path === 'quad' && { multipleOf: 4 }),
  },
  { key: 'down', label: 'Invocations down, rows', min: 1, max: MAX_SIDE, default: 8 },
  ...(path === 'staged'
    ? [{ key: 'depth', label: 'Steps of K staged at once', min: 4, max: 64, default: 16, multipleOf: 4 }]
    : []),
];

const PATHS = { direct: 'straight from memory', quad: 'A shared in quads', staged: 'staged' } as const;

/**
 * A program with its parameters as further sizes of the problem: {m, n, k, across, down}, and depth where it stages. For any
 * one choice of them it is a kernel like the other products.
 */
export function tunedKernel(program: TunedProgram): Kernel {
  const { path, rows, columns, source, teaches, requires } = program;
  const registers: Registers = { path, rows, columns };
  const sizes = sizesOf(registers);
  const id = `matmul/tuned-${path}-${rows}x${columns}`;
  const bytesFor = (problem: Problem) => stagedBytes({ kernel: id, ...parametersOf(registers, problem) });
  const chosen = (problem: Problem): Kernel => {
    const parameters = parametersOf(registers, problem);
    const { across, down, depth } = parameters;
    return matmulKernel({
      id,
      title: `Matmul, tuned: ${rows}×${columns} registers, ${PATHS[path]}`,
      teaches,
      source,
      ...(requires && { requires }),
      workgroup: [across, down, 1],
      tile: tileOf(registers, parameters),
      constants: { ACROSS: across, DOWN: down, ...(path === 'staged' && { DEPTH: depth }) },
      vectors: path === 'staged',
      accesses: (of) => tunedAccesses(of, registers, parameters),
    });
  };
  const usual = chosen(Object.fromEntries(sizes.map((size) => [size.key, size.default])));
  return Object.freeze<Kernel>({
    ...usual,
    sizes: [...usual.sizes, ...sizes],
    workgroup: (problem) => valueFor(chosen(problem).workgroup, problem),
    ...(path === 'staged' && { workgroupBytes: bytesFor }),
    overrides: (problem) => chosen(problem).overrides(problem),
    workgroups: (problem) => chosen(problem).workgroups(problem),
    cost: (problem, widths) => chosen(problem).cost(problem, widths),
  });
}
