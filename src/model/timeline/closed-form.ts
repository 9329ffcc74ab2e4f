import { type Seconds, seconds } from '#core/units.ts';
import { type Buffers, type Step, serialTime, streamTime } from './step.ts';

/**
 * Seconds of layers that load while the one before computes: load₁ + Σ max(compᵢ, loadᵢ₊₁) + compₙ. Lists of one length; none: 0.
 * Source: the double-buffered pipeline, where a load and the compute before it start together.
 */
export function doubleBuffered(loads: readonly number[], computes: readonly number[]): Seconds {
  let time = loads[0] ?? 0;
  computes.forEach((compute, index) => {
    time += Math.max(compute, loads[index + 1] ?? 0);
  });
  return seconds(time);
}

/** Seconds of everything one after another. */
export const nothingOverlaps = (steps: readonly Step[]): Seconds =>
  seconds(
    steps.reduce(
      (sum, { ahead, inputs, compute, stores }) =>
        sum + serialTime(ahead) + serialTime(inputs) + compute + serialTime(stores),
      0,
    ),
  );

/**
 * What the schedule must equal: the sum for one buffer; for two, the closed form of loads and compute, to which stores, and inputs that
 * wait to be stored, only add. null for three, which has none.
 */
export function closedForm(steps: readonly Step[], buffers: Buffers): Seconds | null {
  if (buffers === 3) return null;
  if (buffers === 1) return nothingOverlaps(steps);
  return doubleBuffered(
    steps.map(({ ahead, inputs }) => streamTime(ahead) + streamTime(inputs)),
    steps.map(({ compute }) => compute),
  );
}
