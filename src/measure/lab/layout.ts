import type { Kernel, KernelDescription, Problem } from '../kernels/kernel.ts';
import { problemFits, sizesFit } from '../kernels/problem.ts';
import type { Measurement } from '../record/record.ts';
import { widthsOf } from '../widths.ts';
import type { ExperimentContext } from './experiment.ts';
import { timingOf } from './machine-class.ts';
import type { PlannedMeasurement, Stage } from './plan.ts';

const isWgsl = (kernel: KernelDescription): kernel is Kernel => 'bindings' in kernel && 'workgroups' in kernel;

/** Whether the context's engine can run the problem, as far as sizes and limits say. */
const fits = (kernel: KernelDescription, problem: Problem, { adapter }: ExperimentContext): boolean =>
  (isWgsl(kernel) ? problemFits(kernel, problem, adapter.limits) : sizesFit(kernel, problem)) === null;

/** A size as the kernel allows it. */
export function snapped({ sizes }: KernelDescription, key: string, value: number): number {
  const { min = 1, max = value, multipleOf = 1 } = sizes.find((size) => size.key === key) ?? {};
  const whole = Math.max(1, Math.round(value / multipleOf)) * multipleOf;
  return Math.min(max, Math.max(min, whole));
}

/** The sizes that the kernel has: what it has no use for is left out, what nobody gave is its default. */
const completed = ({ sizes }: KernelDescription, problem: Problem): Problem =>
  Object.fromEntries(sizes.map(({ key, default: usual }) => [key, problem[key] ?? usual]));

interface PointOptions {
  readonly role?: Measurement['role'];
  readonly rotation?: number;
  /** A size that is halved until the adapter's limits allow the problem; without it a problem that does not fit is left out. */
  readonly shrink?: string;
  /** Planned even if it does not fit: the run then says by name what was too small. */
  readonly always?: boolean;
}

/** A measurement of a kernel on a problem: none where the engine has no such kernel or its limits are too small. */
export function point(
  context: ExperimentContext,
  id: string,
  problem: Problem,
  { role = 'sweep', rotation, shrink, always = false }: PointOptions = {},
): readonly PlannedMeasurement[] {
  const kernel = context.kernel(id);
  if (kernel === undefined) return [];
  let asked = completed(kernel, problem);
  while (shrink !== undefined && !fits(kernel, asked, context) && (asked[shrink] ?? 0) > 1)
    asked = { ...asked, [shrink]: snapped(kernel, shrink, Math.floor((asked[shrink] ?? 0) / 2)) };
  if (!always && !fits(kernel, asked, context)) return [];
  const { pairs, passSeconds } = timingOf(context);
  return [{ kernel, problem: asked, role, pairs, passSeconds, ...(rotation !== undefined && { rotation }) }];
}

/** The problem with so many repeats under `key` that a dispatch asks for about `bytes`. What it asks for is linear in them. */
export function repeated(
  context: ExperimentContext,
  id: string,
  problem: Problem,
  key: string,
  bytes: number,
): Problem {
  const kernel = context.kernel(id);
  if (kernel === undefined) return problem;
  const { requested } = kernel.cost(completed(kernel, { ...problem, [key]: 1 }), widthsOf(context.adapter));
  return { ...problem, [key]: snapped(kernel, key, Math.ceil(bytes / Math.max(1, requested))) };
}

/** A stage whose measurements are known beforehand. */
export const fixed = (planned: readonly PlannedMeasurement[]): Stage => ({
  count: planned.length,
  plan: () => planned,
});

/** Working sets from `from` to at most `to` bytes, whole lines of 64 B, so many in each octave. */
export function setSizes(from: number, to: number, perOctave: number): readonly number[] {
  const count = Math.floor(Math.log2(to / from) * perOctave + 1e-9) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => 64 * Math.round((from * 2 ** (i / perOctave)) / 64));
}

/** A list cut into pieces of at most so many. */
export const pieces = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
/** Share of a circle between one leaf of a plant and the next: any few in a row are spread all round. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The list from its end in steps of a golden section of its length, round and round, so that what is measured at any time is
 * spread over all of it. A clock that slows down, or another program that starts, then shows as noise at every size; in
 * ascending order it would look like the end of a cache.
 */
export function spread<T>(list: readonly T[]): readonly T[] {
  const { length } = list;
  let step = Math.max(1, Math.round(length * GOLDEN));
  while (divisor(length, step) > 1) step++;
  return list.map((_, i) => list[(length - 1 + i * step) % length] as T);
}
