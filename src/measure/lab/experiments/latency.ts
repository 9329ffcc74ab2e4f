import { latencyCurve } from '../../record/curves.ts';
import type { Measurement } from '../../record/record.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { foundIn } from '../found.ts';
import { pieces, point, setSizes, snapped, spread } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement, Stage } from '../plan.ts';
import { refinedSizes } from '../refine.ts';
import { unrounded } from '../smaller.ts';

const KERNEL = 'latency/chase';
const FROM = 4096;

interface Shape {
  /** Seconds of a hop before any was measured: rather too many. */
  readonly hop: number;
  /** No hop is shorter: a noisy point that says so must not make the next one long. */
  readonly least: number;
  /** Aimed length of a dispatch, seconds: starting one costs little beside it. */
  readonly dispatch: number;
  /** Times as many passes as other points have: each is short, the fastest counts, and other programs disturb a processor. */
  readonly passes: number;
  /** Largest working set walked through with fine steps: quick, thorough. */
  readonly largest: readonly [quick: number, thorough: number];
  /** Beyond those, thorough: that nothing further comes. Filling them takes seconds. */
  readonly far?: readonly number[];
}
const SHAPES: Readonly<Record<MachineClass, Shape>> = {
  discrete: {
    hop: 400e-9,
    least: 20e-9,
    dispatch: 0.002,
    passes: 1,
    largest: [2 ** 28, 2 ** 28],
    far: [2 ** 29, 2 ** 30],
  },
  integrated: { hop: 400e-9, least: 20e-9, dispatch: 0.003, passes: 1, largest: [2 ** 27, 2 ** 28] },
  software: { hop: 20e-9, least: 10e-9, dispatch: 0.003, passes: 4, largest: [2 ** 25, 2 ** 27] },
  cpu: { hop: 5e-9, least: 1e-9, dispatch: 0.0002, passes: 2, largest: [2 ** 26, 2 ** 28] },
};
/** Past what was measured a hop takes at most so many times as long. */
const GROWTH = 2;
const PER_OCTAVE = { quick: 2, thorough: 4 } as const;
const REFINED = { quick: 8, thorough: 16 } as const;
/** Sizes of a stage: the hops of the next are chosen by what these took. */
const TOGETHER = 4;

/** About the seconds of a hop through `size` bytes: between the points measured on both sides, by the logarithm. */
export function hopSeconds(measured: readonly Measurement[], size: number, unseen: number): number {
  const { points } = latencyCurve({ measurements: measured });
  const below = points.findLast((one) => one.size <= size);
  const above = points.find((one) => one.size >= size);
  if (above === undefined) return below === undefined ? unseen : Math.max(unseen, GROWTH * below.value);
  if (below === undefined || below.size === above.size) return above.value;
  const way = Math.log(size / below.size) / Math.log(above.size / below.size);
  return below.value * (above.value / below.value) ** way;
}

/**
 * The chase through `size` bytes. A dispatch goes on where the last one ended, and engines go through the whole working set
 * before they time it, so that a dispatch need not walk through all of it.
 */
function measurementOf(
  context: ExperimentContext,
  size: number,
  measured: readonly Measurement[],
): readonly PlannedMeasurement[] {
  const { hop, least, dispatch, passes } = SHAPES[machineClass(context)];
  const seconds = Math.max(least, hopSeconds(measured, size, hop));
  const kernel = context.kernel(KERNEL);
  if (kernel === undefined) return [];
  const hops = snapped(kernel, 'hops', dispatch / seconds);
  const problem = { bytes: size, hops: unrounded(size, hops) };
  return point(context, KERNEL, problem).map((planned) => ({ ...planned, pairs: passes * planned.pairs }));
}

export const latency: Experiment = {
  id: 'latency',
  title: 'Latency',
  purpose:
    'How far away memory is: the time of one load that must wait for the one before, by the size of what is walked through.',
  engines: ['webgpu', 'cpu'],
  seconds: expected({ discrete: [6, 20], integrated: [10, 30], software: [11, 40], cpu: [8, 30] }),
  stages: (context): readonly Stage[] => {
    if (context.kernel(KERNEL) === undefined) return [];
    const { depth } = context;
    const { largest, far = [] } = SHAPES[machineClass(context)];
    const [quick, thorough] = largest;
    const coarse =
      depth === 'quick'
        ? setSizes(FROM, quick, PER_OCTAVE.quick)
        : [...setSizes(FROM, thorough, PER_OCTAVE.thorough), ...far];
    const count = REFINED[depth];
    const all = (sizes: readonly number[], measured: readonly Measurement[]) =>
      sizes.flatMap((size) => measurementOf(context, size, measured));
    return [
      ...pieces(spread(coarse), TOGETHER).map((sizes) => ({
        count: sizes.length,
        plan: (measured: readonly Measurement[]) => all(sizes, measured),
      })),
      {
        count,
        optional: true,
        plan: (measured) =>
          all(spread(refinedSizes(latencyCurve({ measurements: measured }), foundIn(measured), count)), measured),
      },
    ];
  },
};
