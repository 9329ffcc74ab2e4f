import type { Run } from '#measure/record/record.ts';

type Hardware = Pick<Run, 'engine' | 'adapter'>;

/** Whether a processor stands behind the figures. */
export const onProcessor = ({ engine, adapter }: Hardware): boolean => engine === 'cpu' || adapter.fallback;

/** How a takeaway begins: on whose hardware this is. */
export function where({ engine, adapter }: Hardware): string {
  if (engine === 'cpu') return 'On this processor';
  return adapter.fallback ? 'On this software adapter' : 'On this GPU';
}

/** What must be known of any figure of the run. */
export function runNotes({ engine, adapter }: Hardware): readonly string[] {
  if (engine === 'cpu') return ['Measured on one thread, in JavaScript on typed arrays.'];
  return adapter.fallback
    ? ['A software adapter: a processor runs these kernels, so that the figures say nothing of a GPU.']
    : [];
}

export const REQUESTED =
  'Bytes are those that the kernels ask for, which is modelled: a browser cannot count what memory moves.';

export const ONCE_A_KERNEL =
  'Bytes are modelled, since a browser cannot count them: every tensor once for each kernel that reads or writes it.';

/** "2", "2 and 4", "2, 4 and 8". */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

const FEW = 3;
/** "a stride of 2", "strides of 2, 4 and 8", "7 strides between 2 and 32": numbers in ascending order. */
export function numbersOf(one: string, values: readonly number[]): string {
  if (values.length === 1) return `a ${one} of ${values[0]}`;
  return values.length <= FEW
    ? `${one}s of ${listed(values.map(String))}`
    : `${values.length} ${one}s between ${values[0]} and ${values.at(-1)}`;
}
