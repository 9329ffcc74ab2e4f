import { ok, type Result } from '#core/result.ts';
import { type Seconds, seconds } from '#core/units.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { firstBottleneck } from './bottleneck.ts';
import { closedForm } from './closed-form.ts';
import { pipelineSchedule } from './pipeline.ts';
import { serialSchedule } from './serial.ts';
import { type Buffers, COMPUTE_LANE, type LaneEvent, type Step } from './step.ts';
import { stepsOf, type TimelineFault } from './steps.ts';

export interface Schedule {
  readonly events: readonly LaneEvent[];
  readonly makespan: Seconds;
}

const endOf = (events: readonly LaneEvent[]): Seconds =>
  seconds(events.reduce((latest, { end }) => Math.max(latest, end), 0));

/**
 * The schedule of steps with so many buffers. What fits fewer buffers fits more, and an order that starts early can end late, so that the
 * best of the schedules with two buffers up to these is taken.
 */
export function scheduleOf(steps: readonly Step[], buffers: Buffers): Schedule {
  const schedules: Schedule[] = [];
  const add = (events: readonly LaneEvent[]) => schedules.push({ events, makespan: endOf(events) });
  if (buffers === 1) add(serialSchedule(steps));
  for (let most = 2; most <= buffers; most++) add(pipelineSchedule(steps, most));
  return schedules.reduce((best, each) => (each.makespan < best.makespan ? each : best));
}

export interface Lane {
  /** Tier id or `compute`. */
  readonly lane: string;
  readonly name: string;
  readonly busy: Seconds;
  /** Share of the makespan that it is busy; 0 where nothing runs. */
  readonly utilisation: number;
  readonly events: readonly {
    readonly layer: string;
    readonly kind: LaneEvent['kind'];
    readonly lane: string;
    readonly start: Seconds;
    readonly end: Seconds;
  }[];
}

export interface Timeline {
  readonly buffers: Buffers;
  readonly makespan: Seconds;
  /** The sum for one buffer; load₁ + Σ max(compᵢ, loadᵢ₊₁) + compₙ of loads and compute for two; null for three. */
  readonly closedForm: Seconds | null;
  readonly steps: readonly Step[];
  /** Compute first, then tiers from the nearest. */
  readonly lanes: readonly Lane[];
  readonly bottleneck: { readonly layer: string; readonly lane: string; readonly wait: Seconds } | null;
}

/**
 * Loads, compute and stores of every layer of an analysis on the lane of each tier that its unit sees. Bytes, bandwidths and compute
 * times are the analysis's, so that the makespan of one buffer is its upper bound `timeUpper`. Layers run in the stack's order. Weights
 * and state are loaded ahead; activations when what made them has stored them.
 */
export function timelineOf(analysis: Analysis, buffers: Buffers): Result<Timeline, TimelineFault> {
  const made = stepsOf(analysis);
  if (!made.ok) return made;
  const steps = made.value;
  const { events, makespan } = scheduleOf(steps, buffers);
  const tiers = analysis.layers[0]?.boundaries.map(({ tier }) => tier) ?? [];
  const idOf = (lane: number) => (lane === COMPUTE_LANE ? 'compute' : (tiers[lane] ?? ''));
  const nameOf = (lane: number) =>
    analysis.machine.tiers.find(({ id }) => id === tiers[lane])?.name ??
    analysis.machine.units.find(({ id }) => id === analysis.settings.unit)?.name ??
    idOf(lane);
  const layerOf = (step: number) => steps[step]?.layer ?? '';
  const lanes = [COMPUTE_LANE, ...tiers.keys()].map((lane): Lane => {
    const own = events.filter((event) => event.lane === lane).sort((one, other) => one.start - other.start);
    const busy = own.reduce((sum, { start, end }) => sum + (end - start), 0);
    return {
      lane: idOf(lane),
      name: nameOf(lane),
      busy: seconds(busy),
      utilisation: makespan > 0 ? busy / makespan : 0,
      events: own.map(({ step, kind, start, end }) => ({ layer: layerOf(step), kind, lane: idOf(lane), start, end })),
    };
  });
  const first = firstBottleneck(steps, events);
  return ok({
    buffers,
    makespan,
    closedForm: closedForm(steps, buffers),
    steps,
    lanes,
    bottleneck: first && { layer: layerOf(first.step), lane: idOf(first.lane), wait: first.wait },
  });
}
