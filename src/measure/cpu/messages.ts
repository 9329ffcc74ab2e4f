import * as v from 'valibot';
import type { Fault } from '../record/fault.ts';
import type { Adapter, Clock, Measurement } from '../record/record.ts';
import { adapterSchema, clockSchema, faultSchema, measurementSchema, ROLES } from '../record/run-schema.ts';
import type { MeasureRequest } from '../runner.ts';

/** A measurement asked for by message: the kernel goes by id, since a descriptor holds functions. */
export interface RemoteRequest extends Omit<MeasureRequest, 'kernel'> {
  readonly kernel: string;
}

/** What the page asks of the worker. */
export type Question =
  | { readonly type: 'measure'; readonly turn: number; readonly request: RemoteRequest }
  | { readonly type: 'stop'; readonly turn: number };

/** What the worker answers: that it is open, then one answer for each measurement. */
export type Answer =
  | { readonly type: 'open'; readonly adapter: Adapter; readonly environment: string; readonly clock: Clock }
  | { readonly type: 'measured'; readonly turn: number; readonly measurement: Measurement }
  | { readonly type: 'fault'; readonly turn: number; readonly fault: Fault };

/** One end of the line: a Worker, what a worker calls its own scope, or a MessagePort. */
export interface Line {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

const turn = v.pipe(v.number(), v.integer(), v.minValue(1));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

const questionSchema = v.variant('type', [
  v.object({
    type: v.literal('measure'),
    turn,
    request: v.object({
      kernel: v.pipe(v.string(), v.maxLength(120)),
      problem: v.record(v.string(), v.number()),
      role: v.picklist(ROLES),
      rotation: v.exactOptional(v.pipe(v.number(), v.integer())),
      pairs: v.pipe(v.number(), v.integer(), v.minValue(1)),
      passSeconds: positive,
      budgetSeconds: v.pipe(v.number(), v.finite()),
    }),
  }),
  v.object({ type: v.literal('stop'), turn }),
]);

const answerSchema = v.variant('type', [
  v.object({ type: v.literal('open'), adapter: adapterSchema, environment: v.string(), clock: clockSchema }),
  v.object({ type: v.literal('measured'), turn, measurement: measurementSchema }),
  v.object({ type: v.literal('fault'), turn, fault: faultSchema }),
]);

/** A question, or null for anything else that was sent to a worker. */
export function parseQuestion(message: unknown): Question | null {
  const parsed = v.safeParse(questionSchema, message);
  return parsed.success ? parsed.output : null;
}

/** An answer, or null for anything else that a worker sent. */
export function parseAnswer(message: unknown): Answer | null {
  const parsed = v.safeParse(answerSchema, message);
  // Checked field by field; the units are ours.
  return parsed.success ? (parsed.output as unknown as Answer) : null;
}
