import { err, ok, type Result } from '#core/result.ts';
import { type Edit, editedHash, LONGEST_SOURCE } from '../record/edited.ts';
import type { Dispatch, Kernel, Problem } from './kernel.ts';
import { declaredOverrides } from './overrides.ts';

/** The kernel's own source and everything else as its descriptor has it. */
export const unedited = ({ source }: Pick<Kernel, 'source'>): Edit => ({ source, constants: {} });

/** Whether it differs from the kernel it began as. */
export const isEdited = (kernel: Pick<Kernel, 'source'>, edit: Edit): boolean =>
  edit.source !== kernel.source || Object.keys(edit.constants).length > 0 || edit.workgroups !== undefined;

/**
 * Workgroups of another problem, such as the pilot's smaller one: as many for each of the original's as the person asked for
 * on theirs.
 */
function scaled(kernel: Kernel, asked: Dispatch, problem: Problem): (other: Problem) => Dispatch {
  const [x, y, z] = kernel.workgroups(problem);
  return (other) => {
    const [ox, oy, oz] = kernel.workgroups(other);
    return [Math.ceil((asked[0] * ox) / x), Math.ceil((asked[1] * oy) / y), Math.ceil((asked[2] * oz) / z)];
  };
}

/**
 * The kernel with a person's source, constants and workgroups in place of its own, for one problem. Everything that judges it
 * stays: bindings, sizes, reference. So does its cost, which is then the original's. Constants that the source no longer
 * declares are not set, since WebGPU refuses unknown ones.
 */
export function editedKernel(kernel: Kernel, edit: Edit, problem: Problem): Result<Kernel, string> {
  const { source, constants, workgroups } = edit;
  if (source.length > LONGEST_SOURCE)
    return err(
      `The source has ${source.length.toLocaleString('en')} characters; at most ${LONGEST_SOURCE.toLocaleString('en')} are compiled. Shorten it.`,
    );
  const keys = new Map(declaredOverrides(source).flatMap(({ name, key }) => [[name, key] as const]));
  return ok({
    ...kernel,
    // Length constants are added behind it: not to the end of a comment.
    source: source.endsWith('\n') ? source : `${source}\n`,
    edited: { ...edit, hash: editedHash(edit) },
    overrides: (of) => {
      const all: Readonly<Record<string, number>> = { ...kernel.overrides(of), ...constants };
      return Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) => {
          const key = keys.get(name);
          return key === undefined ? [] : [[key, value]];
        }),
      );
    },
    ...(workgroups && { workgroups: scaled(kernel, workgroups, problem) }),
  });
}

/** A problem next to this one in one size, within the size's bounds. */
function neighbours(kernel: Kernel, problem: Problem): readonly Problem[] {
  return kernel.sizes.map(({ key, min, multipleOf = 1, powerOfTwo }) => {
    const size = problem[key] ?? min;
    const other = size > min ? min : powerOfTwo ? size * 2 : size + multipleOf;
    return { ...problem, [key]: other };
  });
}

/** Names of the overrides that follow from a problem's sizes: nobody may set them apart from those. */
export function sizeConstants(kernel: Kernel, problem: Problem): ReadonlySet<string> {
  const own = kernel.overrides(problem);
  const others = neighbours(kernel, problem).flatMap((other) => {
    try {
      return [kernel.overrides(other)];
    } catch {
      // A neighbour that the kernel cannot run.
      return [];
    }
  });
  return new Set(Object.keys(own).filter((name) => others.some((other) => other[name] !== own[name])));
}
