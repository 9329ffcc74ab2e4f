import { insecureContext, noWebGpu } from '#measure/gpu/fault-sentences.ts';
import type { Fault } from '#measure/record/fault.ts';

/** Whether this browser has WebGPU at all; a fault that says how to get it where it has not. Asks for no adapter. */
export function webGpuSupport(): Fault | null {
  if (!isSecureContext) return insecureContext();
  // The types say that it is always there; older browsers do not.
  return 'gpu' in navigator && navigator.gpu ? null : noWebGpu(navigator.userAgent);
}
