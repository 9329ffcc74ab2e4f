import type { Experiment, ExperimentContext } from '../experiment.ts';
import { streamBytes } from '../found.ts';
import { point } from '../layout.ts';
import { expected, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement } from '../plan.ts';

const KERNELS = ['read', 'write', 'copy', 'scale', 'triad'] as const;
/** What is measured as the machine's memory bandwidth: the widest loads and stores, and no arithmetic. */
const CEILINGS: readonly string[] = ['memory/read', 'memory/write', 'memory/copy'];
/** Sets of buffers in turn: no pass finds what the last one left. */
const ROTATION = 2;
/** Bytes of one element that the stream kernels of an engine take: f32 in WGSL, float64 on the processor. */
export const elementBytes = ({ engine }: Pick<ExperimentContext, 'engine'>): number => (engine === 'cpu' ? 8 : 4);
/** All arrays of a stream on the processor together; a page has no more to give. */
const MOST_CPU_BYTES = 2 ** 30;

/** Streams over buffers so long that no cache answers. */
export function streams(
  context: ExperimentContext,
  ids: readonly string[],
  bytes: number,
): readonly PlannedMeasurement[] {
  const cpu = machineClass(context) === 'cpu';
  const elements = Math.floor((cpu ? Math.min(bytes, MOST_CPU_BYTES / (3 * ROTATION)) : bytes) / elementBytes(context));
  return ids.flatMap((id) =>
    point(
      context,
      id,
      { elements, rounds: 1 },
      {
        role: CEILINGS.includes(id) ? 'memory-bandwidth' : 'sweep',
        rotation: ROTATION,
        shrink: 'elements',
      },
    ),
  );
}

export const stream: Experiment = {
  id: 'stream',
  title: 'Streams',
  purpose: 'How fast main memory is read, written and copied, when buffers are far too long for any cache.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [3, 8], integrated: [4, 10], software: [8, 16], cpu: [6, 14] }),
  stages: (context) => {
    const ids = KERNELS.flatMap((name) => [`memory/${name}`, `memory/${name}-scalar`]).filter(
      (id) => context.kernel(id) !== undefined,
    );
    return [{ count: ids.length, plan: (measured) => streams(context, ids, streamBytes(context, measured)) }];
  },
};
