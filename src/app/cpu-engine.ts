/** The CPU engine: in a worker, or on the page's own thread in slices where workers are refused. */

import { err } from '#core/result.ts';
import { openCpuRunner } from '#measure/cpu/open-cpu.ts';
import { openRemoteRunner, type WorkerLine } from '#measure/cpu/remote-runner.ts';
import type { OpenRunner } from '#measure/runner.ts';

const spawnWorker = (): WorkerLine =>
  new Worker(new URL('./cpu-worker.ts', import.meta.url), { type: 'module', name: 'processor' });

/** Opens it on a signal. `spawn` starts the worker; a test brings its own. */
export const openCpuEngine =
  (spawn: () => WorkerLine = spawnWorker): OpenRunner =>
  async (signal) => {
    const remote = await openRemoteRunner(spawn, signal);
    if (remote.ok) return remote;
    return remote.error === 'refused' ? openCpuRunner()(signal) : err(remote.error);
  };
