import type { Run } from '#measure/record/record.ts';

/** How a takeaway begins: on whose hardware this is. */
export function where({ engine, adapter }: Pick<Run, 'engine' | 'adapter'>): string {
  if (engine === 'cpu') return 'On this processor';
  return adapter.fallback ? 'On this software adapter, where a processor runs these kernels,' : 'On this GPU';
}

/** What must be known of any figure of the run. */
export const runNotes = ({ engine, adapter }: Pick<Run, 'engine' | 'adapter'>): readonly string[] =>
  engine === 'webgpu' && adapter.fallback
    ? ['A software adapter: a processor runs these kernels, so that the figures say nothing of a GPU.']
    : [];

export const REQUESTED =
  'Bytes are those that the kernels ask for, which is modelled: nothing counts what the memory moves.';
