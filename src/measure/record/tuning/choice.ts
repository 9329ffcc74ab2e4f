import type { Measurement } from '../record.ts';

/** Sizes of a product C = A·B: A is m×k, B is k×n. */
export interface ProductSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A tuned kernel with its parameters chosen: how one product may be computed. */
export interface Choice {
  /** `matmul/tuned-quad-16x8` … : its outputs an invocation are in the name. */
  readonly kernel: string;
  /** Invocations of a workgroup along the columns and along the rows. */
  readonly across: number;
  readonly down: number;
  /** Steps of K staged at once; left out where nothing is staged. */
  readonly depth?: number;
}

export const TUNED_KERNEL = /^matmul\/tuned-(direct|quad|staged)-(\d+)x(\d+)$/;

/** Outputs that one invocation makes. */
export function outputsOf({ kernel }: Pick<Choice, 'kernel'>): { readonly rows: number; readonly columns: number } {
  const [, , rows, columns] = TUNED_KERNEL.exec(kernel) ?? [];
  return { rows: Number(rows ?? 1), columns: Number(columns ?? 1) };
}

export const sameChoice = (one: Choice, other: Choice): boolean =>
  one.kernel === other.kernel && one.across === other.across && one.down === other.down && one.depth === other.depth;

/** "16×8 registers in quads, workgroup 4×1"; staged ones end "…, 16 steps of K". */
export function choiceText({ kernel, across, down, depth }: Choice): string {
  return `${programText(kernel)}, workgroup ${across}×${down}${depth === undefined ? '' : `, ${depth} steps of K staged`}`;
}

const PATHS: Readonly<Record<string, string>> = { direct: 'direct', quad: 'in quads', staged: 'staged' };

/** "16×8 in quads": the outputs of an invocation, and how their operands arrive. */
export function programText(kernel: string): string {
  const [, path = '', rows, columns] = TUNED_KERNEL.exec(kernel) ?? [];
  return rows === undefined ? kernel : `${rows}×${columns} ${PATHS[path] ?? path}`;
}

/** What was tried, and the rate it reached. */
export interface Trial {
  readonly choice: Choice;
  readonly sizes: ProductSizes;
  /** FLOP/s by the median time, and by both ends of its 95 % interval. */
  readonly rate: number;
  readonly interval: readonly [low: number, high: number];
  readonly role: Measurement['role'];
}

/** A measurement as a trial; null where it is of no tuned kernel. */
export function trialOf({ kernel, problem, cost, median, interval, role }: Measurement): Trial | null {
  const { m, n, k, across, down, depth } = problem;
  if (!TUNED_KERNEL.test(kernel)) return null;
  if (m === undefined || n === undefined || k === undefined || across === undefined || down === undefined) return null;
  return {
    choice: { kernel, across, down, ...(depth !== undefined && { depth }) },
    sizes: { m, n, k },
    rate: cost.flop / median,
    interval: [cost.flop / interval[1], cost.flop / interval[0]],
    role,
  };
}

export const trialsOf = (measured: readonly Measurement[]): readonly Trial[] =>
  measured.flatMap((one) => trialOf(one) ?? []);
