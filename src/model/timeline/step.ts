import type { Seconds } from '#core/units.ts';

/** Seconds that one layer keeps each tier busy, by lane. */
export type LaneTimes = readonly Seconds[];

/**
 * One occurrence of one layer, as the schedule sees it. Lane `i` of a transfer is the bus between tier `i` and the next nearer memory
 * (compute, for the nearest); reads and writes share it.
 */
export interface Step {
  readonly layer: string;
  /** Weights and state: nothing in this pass makes them, so they are loaded as soon as there is room. */
  readonly ahead: LaneTimes;
  /** Activations: loaded when the layers that make them have stored them. */
  readonly inputs: LaneTimes;
  readonly compute: Seconds;
  readonly stores: LaneTimes;
  /** Earlier steps whose results it reads. */
  readonly producers: readonly number[];
}

export const EVENT_KINDS = ['load', 'compute', 'store'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What one lane does for one step. Lane −1 is compute. */
export interface LaneEvent {
  readonly step: number;
  readonly kind: EventKind;
  readonly lane: number;
  readonly start: Seconds;
  readonly end: Seconds;
}
export const COMPUTE_LANE = -1;

export const BUFFERS = [1, 2, 3] as const;
/** 1: nothing overlaps. 2: a layer's loads run while the one before computes. 3: one more is loading or storing. */
export type Buffers = (typeof BUFFERS)[number];

/** Seconds of a transfer that streams through all tiers at once: the slowest of them. */
export const streamTime = (times: LaneTimes): number =>
  times.reduce<number>((slowest, time) => Math.max(slowest, time), 0);
/** Seconds of a transfer that goes through one tier after another. */
export const serialTime = (times: LaneTimes): number => times.reduce<number>((sum, time) => sum + time, 0);
