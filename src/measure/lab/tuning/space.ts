import { problemFor } from '../../kernels/best-matmul.ts';
import { kernelById } from '../../kernels/catalogue.ts';
import { missingRequirement, problemFits } from '../../kernels/problem.ts';
import type { Adapter } from '../../record/record.ts';
import { type Choice, type ProductSizes, sameChoice } from '../../record/tuning/choice.ts';
import { ACROSS, DEPTH, DOWN, type Path, PROGRAMS, pathOf } from '../../record/tuning/grid.ts';
import { usualChoices } from '../../record/tuning/usual.ts';

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
