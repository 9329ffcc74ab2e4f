import { formatSeconds } from '#core/format.ts';
import type { Fault } from '../record/fault.ts';

const KEPT = 'What was measured before is kept.';

export const unsupported = (kernel: string, message: string): Fault => ({ kind: 'unsupported', message, kernel });

export const tooLong = (kernel: string, time: number): Fault =>
  unsupported(kernel, `One run of it would take about ${formatSeconds(time)} here. Choose smaller sizes.`);

export const outOfMemory = (kernel: string, detail: string): Fault => ({
  kind: 'out-of-memory',
  message: 'There is too little free memory for this problem. Close other pages or choose smaller sizes.',
  kernel,
  detail,
});

export const wrongResult = (kernel: string, detail: string): Fault => ({
  kind: 'wrong-result',
  message:
    'The output differs from the reference, so nothing was recorded. This is a fault of Ridgepoint or of the browser: please report it.',
  kernel,
  detail,
});

export const tooNoisy = (kernel: string, detail: string): Fault =>
  unsupported(
    kernel,
    `The clock is too coarse or the processor too busy to time this problem: ${detail}. Choose larger sizes.`,
  );

/** The worker ended by itself: most often its memory ran out. */
export const workerCrashed = (detail: string, kernel?: string): Fault => ({
  kind: 'device-lost',
  reason: 'unknown',
  message: `The worker that measures the processor crashed. ${KEPT} Close other pages and press Measure to start anew.`,
  detail,
  ...(kernel !== undefined && { kernel }),
});

/** The runner was closed, or its worker was ended because it did not stop. */
export const workerClosed = (kernel?: string): Fault => ({
  kind: 'device-lost',
  reason: 'destroyed',
  message: `The worker that measures the processor was closed. ${KEPT} Press Measure to start anew.`,
  detail: 'closed',
  ...(kernel !== undefined && { kernel }),
});

export const workerSilent = (kernel: string, limit: number): Fault => ({
  kind: 'watchdog',
  message: `The worker that measures the processor did not answer within ${Math.round(limit)} s, so it was ended. Choose smaller sizes and measure again.`,
  kernel,
});
