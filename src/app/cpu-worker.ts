/** The CPU engine in a worker of its own: the page stays free while it measures. */
import { openCpuRunner } from '#measure/cpu/open-cpu.ts';
import { serveRunner } from '#measure/cpu/serve.ts';

/** Thrown outside of any promise, an error reaches the page as the worker's error event. */
const raise = (error: unknown): void => {
  setTimeout(() => {
    throw error;
  });
};

serveRunner(globalThis, openCpuRunner(), raise).catch(raise);
