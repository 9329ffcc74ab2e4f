import type { Run } from '../record/record.ts';
import type { Experiment } from './experiment.ts';
import { attention } from './experiments/attention.ts';
import { compression } from './experiments/compression.ts';
import { compute } from './experiments/compute.ts';
import { convolution } from './experiments/convolution.ts';
import { fusion } from './experiments/fusion.ts';
import { ladder } from './experiments/ladder.ts';
import { latency } from './experiments/latency.ts';
import { matvec } from './experiments/matvec.ts';
import { occupancy } from './experiments/occupancy.ts';
import { overheads } from './experiments/overheads.ts';
import { prefetch } from './experiments/prefetch.ts';
import { random } from './experiments/random.ts';
import { stream } from './experiments/stream.ts';
import { stride } from './experiments/stride.ts';
import { tiling } from './experiments/tiling.ts';
import { tuning } from './experiments/tuning.ts';
import { workgroup } from './experiments/workgroup.ts';
import { workingSet } from './experiments/working-set.ts';

/** Every experiment, in the order in which they are run: tiers first, since later ones size their buffers by them. */
export const experiments: readonly Experiment[] = [
  latency,
  workingSet,
  stream,
  stride,
  random,
  workgroup,
  compute,
  overheads,
  tiling,
  tuning,
  ladder,
  convolution,
  fusion,
  compression,
  prefetch,
  occupancy,
  attention,
  matvec,
];

export const experimentsOf = (engine: Run['engine']): readonly Experiment[] =>
  experiments.filter(({ engines }) => engines.includes(engine));

/** Experiments whose curves show the tiers. */
export const TIER_EXPERIMENTS: readonly string[] = ['latency', 'working-set'];
