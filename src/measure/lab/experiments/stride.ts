import type { Measurement } from '../../record/record.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { foundIn, streamBytes } from '../found.ts';
import { point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { Stage } from '../plan.ts';

const STRIDES = {
  quick: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 96, 128],
  thorough: [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 33, 40, 48, 56, 64, 80, 96, 112, 128],
} as const;

/**
 * Bytes that are read at least, and where tiers were found four times the largest cache. A software adapter is too slow for
 * that: its strides may stay in a cache.
 */
const BYTES: Readonly<Record<MachineClass, number>> = {
  discrete: 2 ** 28,
  integrated: 2 ** 26,
  software: 2 ** 20,
  cpu: 2 ** 26,
};
function bytesOf(context: ExperimentContext, measured: readonly Measurement[]): number {
  const kind = machineClass(context);
  return kind === 'software' || foundIn(measured) === null
    ? BYTES[kind]
    : Math.min(MOST, Math.max(BYTES[kind], 2 ** Math.ceil(Math.log2(streamBytes(context, measured)))));
}
/** What one dispatch at a wide stride does in time. */
const MOST = 2 ** 29;
/** f32 elements of one load. */
const WIDTHS = [
  ['memory/strided', 1],
  ['memory/strided-vec4', 4],
] as const;

export const stride: Experiment = {
  id: 'stride',
  title: 'Strides',
  purpose:
    'What it costs when neighbours in a group do not read neighbours in memory: whole sectors move, few bytes are used.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [4, 12], integrated: [6, 18], software: [12, 30], cpu: [6, 16] }),
  stages: (context: ExperimentContext): readonly Stage[] =>
    WIDTHS.flatMap(([id, width]) =>
      context.kernel(id) === undefined
        ? []
        : [
            {
              count: STRIDES[context.depth].length,
              plan: (measured) => {
                const elements = Math.floor(bytesOf(context, measured) / 4 / width);
                return STRIDES[context.depth].flatMap((step) =>
                  point(context, id, { elements, stride: step }, { shrink: 'elements' }),
                );
              },
            },
          ],
    ),
};
