import { seconds } from '#core/units.ts';
import { COMPUTE_LANE, type EventKind, type LaneEvent, type LaneTimes, type Step } from './step.ts';

/** The schedule of one buffer: loads from the farthest tier inward, compute, stores outward, nothing beside anything else. */
export function serialSchedule(steps: readonly Step[]): readonly LaneEvent[] {
  const events: LaneEvent[] = [];
  let now = 0;
  const take = (step: number, kind: EventKind, lane: number, time: number) => {
    if (time <= 0) return;
    events.push({ step, kind, lane, start: seconds(now), end: seconds(now + time) });
    now += time;
  };
  const inward = (step: number, times: LaneTimes) => {
    for (let lane = times.length - 1; lane >= 0; lane--) take(step, 'load', lane, times[lane] ?? 0);
  };
  steps.forEach((step, index) => {
    inward(index, step.ahead);
    inward(index, step.inputs);
    take(index, 'compute', COMPUTE_LANE, step.compute);
    step.stores.forEach((time, lane) => {
      take(index, 'store', lane, time);
    });
  });
  return events;
}
