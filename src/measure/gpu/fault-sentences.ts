import type { WrongOutput } from '../kernels/mismatch.ts';
import type { Fault } from '../record/fault.ts';

/** How to turn WebGPU on, for the browser that a user agent names. */
export function howToTurnOn(userAgent: string): string {
  if (/Android/.test(userAgent) && /Firefox/.test(userAgent))
    return 'Firefox for Android has no WebGPU yet: open this page in Chrome 121 or later.';
  if (/Firefox/.test(userAgent))
    return 'In Firefox, open about:config, set dom.webgpu.enabled to true and restart; on Linux take Firefox Nightly.';
  if (/iPhone|iPad/.test(userAgent))
    return 'On iPhone and iPad, update to iOS 26, or turn on WebGPU in Settings, Apps, Safari, Advanced, Feature Flags.';
  if (/Safari/.test(userAgent) && !/Chrome|Chromium|Edg/.test(userAgent))
    return 'In Safari, update to version 26, or turn on WebGPU in Settings, Feature Flags.';
  const scheme = /Edg\//.test(userAgent) ? 'edge' : 'chrome';
  const browser = scheme === 'edge' ? 'Edge' : 'Chrome';
  if (/Linux/.test(userAgent) && !/Android/.test(userAgent))
    return `In ${browser} on Linux, open ${scheme}://flags, turn on “Unsafe WebGPU Support” and “Vulkan”, and restart.`;
  if (/Chrome|Chromium|Edg/.test(userAgent))
    return `Update ${browser} to version 121 or later, and turn on “Use graphics acceleration when available” in its settings.`;
  return 'Open this page in a current Chrome, Edge, Firefox or Safari.';
}

const fault = (
  kind: Fault['kind'],
  message: string,
  more: Partial<Pick<Fault, 'kernel' | 'detail' | 'reason' | 'mismatches'>> = {},
) => ({ kind, message, ...more }) as Fault;

export const noWebGpu = (userAgent: string): Fault =>
  fault(
    'no-webgpu',
    `This browser has no WebGPU. ${howToTurnOn(userAgent)} Everything but measuring works without it.`,
  );

export const insecureContext = (): Fault =>
  fault(
    'insecure-context',
    'Browsers keep WebGPU from pages served by plain http. Open this page by https, or from localhost.',
  );

export const noAdapter = (userAgent: string, detail?: string): Fault =>
  fault(
    'no-adapter',
    `This browser offers no GPU: it has none it trusts, or graphics acceleration is off. ${howToTurnOn(userAgent)}`,
    detail === undefined ? {} : { detail },
  );

/** `again`: the second crash within two minutes, after which browsers block the page. */
export function deviceLost(reason: 'unknown' | 'destroyed', detail: string, kernel?: string, again = false): Fault {
  const kept = 'What was measured before is kept.';
  const message =
    reason === 'destroyed'
      ? `The GPU device was closed while it measured. ${kept} Press Measure to start anew.`
      : again
        ? `The GPU was reset a second time within two minutes. ${kept} Browsers now block WebGPU in this page: reload it in a few minutes.`
        : `The GPU was reset or its driver crashed. ${kept} Measuring may be started again once; after a second crash browsers block the page.`;
  return fault('device-lost', message, { reason, detail, ...(kernel !== undefined && { kernel }) });
}

export const outOfMemory = (kernel: string, detail: string): Fault =>
  fault(
    'out-of-memory',
    'The GPU has too little free memory for this problem. Close other pages or choose smaller sizes.',
    {
      kernel,
      detail,
    },
  );

export const validation = (kernel: string, detail: string): Fault =>
  fault(
    'validation',
    'The browser refused this kernel. This is a fault of Ridgepoint or of the driver: please report it.',
    {
      kernel,
      detail,
    },
  );

export const unsupported = (kernel: string, message: string): Fault => fault('unsupported', message, { kernel });

/** `again`: the second device of this page that hung within some minutes. */
export const watchdog = (kernel: string, limit: number, again = false): Fault =>
  fault(
    'watchdog',
    again
      ? `The GPU did not answer within ${limit} s, for the second time, so measuring has ended. What was measured before is kept. Choose smaller sizes; if it hangs again, update the GPU’s driver.`
      : `The GPU did not answer within ${limit} s, so its device was closed. What was measured before is kept. Choose smaller sizes and measure again.`,
    { kernel },
  );

/** The browser was asked for a GPU and said nothing: after a hang its GPU process may be stuck. */
export const noAnswer = (limit: number): Fault =>
  fault(
    'no-adapter',
    `The browser did not give a GPU within ${limit} s: its GPU process may be busy or stuck. Wait a minute and measure again, or restart the browser.`,
  );

export const wrongResult = (kernel: string, { message, mismatches }: WrongOutput): Fault =>
  fault(
    'wrong-result',
    'The GPU’s output differs from the reference, so nothing was recorded. A driver fault is likely: update it and try again.',
    { kernel, detail: message, mismatches },
  );

export const tooNoisy = (kernel: string, detail: string): Fault =>
  fault('unsupported', 'The clock is too coarse or the GPU too busy to time this problem. Choose larger sizes.', {
    kernel,
    detail,
  });
