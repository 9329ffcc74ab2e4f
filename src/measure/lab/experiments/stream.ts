import type { Experiment, ExperimentContext } from '../experiment.ts';
import { streamBytes } from '../found.ts';
import { point } from '../layout.ts';
import { expected, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement } from '../plan.ts';

/** Kernels and the arrays that each goes through. */
const ARRAYS: Readonly<Record<string, number>> = { read: 1, write: 1, copy: 2, scale: 2, triad: 3 };
/** What is measured as the machine's memory bandwidth: the widest loads and stores, and no arithmetic. */
const CEILINGS: readonly string[] = ['memory/read', 'memory/write', 'memory/copy'];
/** Sets of buffers in turn: no pass finds what the last one left. */
const ROTATION = 2;
/** Bytes of one element that the stream kernels of an engine take: f32 in WGSL, float64 on the processor. */
export const elementBytes = ({ engine }: Pick<ExperimentContext, 'engine'>): number => (engine === 'cpu' ? 8 : 4);
/** All arrays of a stream on the processor together; a page has no more to give. */
const MOST_CPU_BYTES = 2 ** 30;

/** Sets in turn: on the processor one where two have no room, and buffers past its caches are left by every pass anyway. */
const rotationOf = (context: ExperimentContext, id: string, bytes: number): number =>
  machineClass(context) === 'cpu' && ROTATION * (ARRAYS[id.slice('memory/'.length)] ?? 1) * bytes > MOST_CPU_BYTES
    ? 1
    : ROTATION;

/** Streams over buffers of `bytes` each, so long that no cache answers; shorter where the adapter's limits are. */
export function streams(
  context: ExperimentContext,
  ids: readonly string[],
  bytes: number,
): readonly PlannedMeasurement[] {
  const most = machineClass(context) === 'cpu' ? Math.floor(MOST_CPU_BYTES / 3) : Number.POSITIVE_INFINITY;
  const size = Math.min(bytes, most);
  return ids.flatMap((id) =>
    point(
      context,
      id,
      { elements: 16 * Math.floor(size / elementBytes(context) / 16), rounds: 1 },
      {
        role: CEILINGS.includes(id) ? 'memory-bandwidth' : 'sweep',
        rotation: rotationOf(context, id, size),
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
    const ids = Object.keys(ARRAYS)
      .flatMap((name) => [`memory/${name}`, `memory/${name}-scalar`])
      .filter((id) => context.kernel(id) !== undefined);
    return [{ count: ids.length, plan: (measured) => streams(context, ids, streamBytes(context, measured)) }];
  },
};
