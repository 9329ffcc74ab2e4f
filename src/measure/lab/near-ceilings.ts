import type { ExperimentContext } from './experiment.ts';
import { elementBytes } from './experiments/stream.ts';
import { point } from './layout.ts';
import { machineClass } from './machine-class.ts';
import type { PlannedMeasurement } from './plan.ts';

/** The machine's best arithmetic and its fastest cache, at sizes that any machine does in some milliseconds. */
export function nearCeilings(context: ExperimentContext): readonly PlannedMeasurement[] {
  const kind = machineClass(context);
  const small = kind === 'software' || kind === 'cpu';
  const work = small
    ? { invocations: kind === 'cpu' ? 64 : 4096, iterations: kind === 'cpu' ? 2 ** 14 : 512 }
    : { invocations: 2 ** 18, iterations: 1024 };
  // 1 MiB on a GPU, 256 KiB for the one core of a processor: a cache holds it.
  const near = { elements: (kind === 'cpu' ? 2 ** 18 : 2 ** 20) / elementBytes(context), rounds: small ? 16 : 512 };
  return [
    ...point(context, 'compute/fma', work, { role: 'compute-peak' }),
    ...point(context, 'memory/read', near, { role: 'cache-bandwidth' }),
  ];
}
