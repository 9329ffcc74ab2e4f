import { problemFor } from '../../kernels/best-matmul.ts';
import { kernelById } from '../../kernels/catalogue.ts';
import { missingRequirement, problemFits } from '../../kernels/problem.ts';
import type { Adapter } from '../../record/record.ts';
import { type Choice, type ProductSizes, sameChoice, TUNED_KERNEL } from '../../record/tuning/choice.ts';
import { usualChoices } from '../../record/tuning/usual.ts';

/** Programs by how operands arrive, each in the order of its outputs an invocation: neighbours in it are neighbours of a search. */
const PROGRAMS = {
  direct: ['matmul/tuned-direct-4x4', 'matmul/tuned-direct-8x8'],
  quad: ['matmul/tuned-quad-8x8', 'matmul/tuned-quad-16x8'],
  staged: ['matmul/tuned-staged-4x4', 'matmul/tuned-staged-8x4', 'matmul/tuned-staged-8x8'],
} as const;
type Path = keyof typeof PROGRAMS;

/** Values that a search steps through, in order. */
const ACROSS = [4, 8, 16, 32, 64];
const DOWN: Readonly<Record<Path, readonly number[]>> = {
  direct: [1, 2, 4, 8, 16],
  quad: [1, 2, 4, 8, 16],
  staged: [4, 8, 16, 32],
};
const DEPTH = [8, 16, 32];

/** Workgroups that a search begins with: a small one and a common one of each kind. */
const FIRST: Readonly<Record<Path, readonly Omit<Choice, 'kernel'>[]>> = {
  direct: [
    { across: 4, down: 1 },
    { across: 8, down: 8 },
    { across: 32, down: 4 },
  ],
  quad: [
    { across: 4, down: 1 },
    { across: 8, down: 8 },
    { across: 32, down: 4 },
  ],
  staged: [
    { across: 8, down: 8, depth: 16 },
    { across: 8, down: 8, depth: 32 },
    { across: 16, down: 16, depth: 8 },
  ],
};

const pathOf = ({ kernel }: Choice): Path => (TUNED_KERNEL.exec(kernel)?.[1] ?? 'direct') as Path;

const stepped = (values: readonly number[], value: number): readonly number[] => {
  const at = values.indexOf(value);
  return [values[at - 1], values[at + 1]].filter((one) => one !== undefined);
};

/** Choices that differ in one parameter by one step. */
export function neighboursOf(choice: Choice): readonly Choice[] {
  const path = pathOf(choice);
  const programs: readonly string[] = PROGRAMS[path];
  const at = programs.indexOf(choice.kernel);
  const kernels = [programs[at - 1], programs[at + 1]].filter((one) => one !== undefined);
  const { depth } = choice;
  return [
    ...stepped(ACROSS, choice.across).map((across) => ({ ...choice, across })),
    ...stepped(DOWN[path], choice.down).map((down) => ({ ...choice, down })),
    ...(depth === undefined ? [] : stepped(DEPTH, depth).map((each) => ({ ...choice, depth: each }))),
    ...kernels.map((kernel) => ({ ...choice, kernel })),
  ];
}

/** Why an adapter cannot run a choice: a sentence that names the feature or the limit; null where it can. */
export function refusalOf(choice: Choice, adapter: Adapter, sizes: ProductSizes): string | null {
  const kernel = kernelById(choice.kernel);
  if (kernel === undefined) return `There is no kernel ${choice.kernel}.`;
  return missingRequirement(kernel, adapter) ?? problemFits(kernel, problemFor(choice, sizes), adapter.limits);
}

/** Every choice on the grid that the search moves on. */
export const everyChoice: readonly Choice[] = (Object.keys(PROGRAMS) as Path[]).flatMap((path) =>
  PROGRAMS[path].flatMap((kernel) =>
    ACROSS.flatMap((across) =>
      DOWN[path].flatMap((down): readonly Choice[] =>
        path === 'staged' ? DEPTH.map((depth) => ({ kernel, across, down, depth })) : [{ kernel, across, down }],
      ),
    ),
  ),
);

/** One of each list, in turn: what comes first is of every kind. */
const inTurn = <T>(...lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, at) =>
    lists.flatMap((list) => list[at] ?? []),
  ).flat();

/**
 * Where a search begins, the most promising first: what is usual for the adapter's kind, then common workgroups of every program.
 * A GPU gains most by what it stages; a processor that plays GPU takes seconds to compile such a program, and one shows how slowly
 * it runs.
 */
export function coarseChoices(adapter: Adapter): readonly Choice[] {
  const of = (path: Path) => FIRST[path].flatMap((shape) => PROGRAMS[path].map((kernel) => ({ kernel, ...shape })));
  const { direct, quad, staged } = { direct: of('direct'), quad: of('quad'), staged: of('staged') };
  const grid = adapter.fallback
    ? inTurn(quad, direct, staged.slice(0, 1))
    : inTurn(staged, direct.slice(2), quad.slice(2, 4));
  const usual = usualChoices(adapter)
    .slice(0, 1)
    .map(({ rate: _, ...choice }) => choice);
  return [...usual, ...grid].filter((one, at, all) => all.findIndex((other) => sameChoice(one, other)) === at);
}
