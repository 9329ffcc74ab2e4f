import type { Adapter } from '../record.ts';
import { type Choice, outputsOf, TUNED_KERNEL } from './choice.ts';

/** How operands reach registers: each invocation reads its own, four neighbours share those of A, or all share what they stage. */
export type Path = 'direct' | 'quad' | 'staged';

/** Programs by path, each in the order of its outputs an invocation: neighbours in it are neighbours of a search. */
export const PROGRAMS = {
  direct: ['matmul/tuned-direct-4x4', 'matmul/tuned-direct-8x8'],
  quad: ['matmul/tuned-quad-8x8', 'matmul/tuned-quad-16x8', 'matmul/tuned-quad-32x8'],
  staged: ['matmul/tuned-staged-4x4', 'matmul/tuned-staged-8x4', 'matmul/tuned-staged-8x8'],
} as const;

/** Values that a search steps through, in order. */
export const ACROSS = [4, 8, 16, 32, 64];
export const DOWN: Readonly<Record<Path, readonly number[]>> = {
  direct: [1, 2, 4, 8, 16],
  quad: [1, 2, 4, 8, 16],
  staged: [4, 8, 16, 32],
};
export const DEPTH = [8, 16, 32];

export const pathOf = ({ kernel }: Pick<Choice, 'kernel'>): Path =>
  (TUNED_KERNEL.exec(kernel)?.[1] ?? 'direct') as Path;

/** Every choice that a search may come to. */
export const everyChoice: readonly Choice[] = (Object.keys(PROGRAMS) as Path[]).flatMap((path) =>
  PROGRAMS[path].flatMap((kernel) =>
    ACROSS.flatMap((across) =>
      DOWN[path].flatMap((down): readonly Choice[] =>
        path === 'staged' ? DEPTH.map((depth) => ({ kernel, across, down, depth })) : [{ kernel, across, down }],
      ),
    ),
  ),
);

/** Bytes of workgroup memory that a choice stages its tiles in; each row of A is a vec4 longer, for the sake of banks. */
export function stagedBytes({ across, down, depth = 0, ...choice }: Choice): number {
  const { rows, columns } = outputsOf(choice);
  return depth === 0 ? 0 : 4 * (rows * down * (depth + 4) + depth * columns * across);
}

/** WebGPU's guaranteed limits, for adapters that say no more. https://www.w3.org/TR/webgpu/#limits */
const GUARANTEED = { maxComputeInvocationsPerWorkgroup: 256, maxComputeWorkgroupStorageSize: 16_384 } as const;
type Limit = keyof typeof GUARANTEED;

/** How many choices of the grid an adapter refuses, by the name of the feature or limit that stands in the way. */
export function refusedOn({ features, limits }: Pick<Adapter, 'features' | 'limits'>): ReadonlyMap<string, number> {
  const limit = (name: Limit) => limits[name] ?? GUARANTEED[name];
  const reasonOf = (choice: Choice): string | null => {
    if (pathOf(choice) === 'quad' && !features.includes('subgroups')) return 'subgroups';
    if (choice.across * choice.down > limit('maxComputeInvocationsPerWorkgroup'))
      return 'maxComputeInvocationsPerWorkgroup';
    return stagedBytes(choice) > limit('maxComputeWorkgroupStorageSize') ? 'maxComputeWorkgroupStorageSize' : null;
  };
  const counts = new Map<string, number>();
  for (const choice of everyChoice) {
    const reason = reasonOf(choice);
    if (reason !== null) counts.set(reason, 1 + (counts.get(reason) ?? 0));
  }
  return counts;
}
