import { type Seconds, seconds } from '#core/units.ts';
import { COMPUTE_LANE, type LaneEvent, type Step } from './step.ts';

/** The first place where the schedule is held up. */
export interface Bottleneck {
  readonly step: number;
  /** The lane that is waited for: a tier's, or compute's where loads wait for it and it waits for none. */
  readonly lane: number;
  /** Seconds that compute stands still before the step; 0 where compute is the bottleneck. */
  readonly wait: Seconds;
}

/** Differences below this share of the makespan are rounding. */
const ROUNDING = 1e-12;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of each step: its compute, or the instant at which it would be, and the transfer that ends last before it. */
function spansOf(steps: readonly Step[], events: readonly LaneEvent[]) {
  const last: (LaneEvent | undefined)[] = steps.map(() => undefined);
  const compute: (Span | undefined)[] = steps.map(() => undefined);
  for (const event of events) {
    if (event.kind === 'compute') compute[event.step] = event;
    const before = last[event.step];
    if (event.kind === 'load' && (before === undefined || event.end > before.end)) last[event.step] = event;
  }
  return { last, compute };
}

/**
 * The first step at which compute has to wait for a transfer, the first one's loads apart, which nothing can hide, and the lane that it waits for.
 * Where compute never waits it is the bottleneck itself, at the first step; without any compute it is the lane of the first load.
 * null without events.
 */
export function firstBottleneck(steps: readonly Step[], events: readonly LaneEvent[]): Bottleneck | null {
  const makespan = events.reduce((latest, { end }) => Math.max(latest, end), 0);
  const { last, compute } = spansOf(steps, events);
  let free = 0;
  for (let step = 0; step < steps.length; step++) {
    const load = last[step];
    const span = compute[step];
    const start = span?.start ?? Math.max(free, load?.end ?? 0);
    const wait = start - free;
    if (step > 0 && load !== undefined && wait > ROUNDING * makespan)
      return { step, lane: load.lane, wait: seconds(wait) };
    free = span?.end ?? start;
  }
  const [first] = [...events].sort((one, other) => other.end - other.start - (one.end - one.start));
  if (first === undefined) return null;
  // One layer, or loads that compute hides: what takes longest of the first step, or compute.
  if (steps.length > 1 && compute.some((span) => span !== undefined))
    return { step: compute.findIndex((span) => span !== undefined), lane: COMPUTE_LANE, wait: seconds(0) };
  return { step: first.step, lane: first.lane, wait: seconds(0) };
}
