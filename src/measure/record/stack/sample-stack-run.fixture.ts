import { unwrap } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import type { ResolvedLayer } from '#model/workload/layer.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import type { Measurement, Run, StackRun } from '../record.ts';
import { sampleMeasurement, sampleRun } from '../sample-run.ts';

type SampleStackRun = Run & { readonly stack: StackRun };

/** LeNet-5's layers that are kernels; an activation belongs to the one before it where they are fused. */
function groupsOf(fused: boolean): readonly (readonly ResolvedLayer[])[] {
  const groups: ResolvedLayer[][] = [];
  for (const layer of unwrap(resolveStack(lenet5.build({}), 1)).layers) {
    if (layer.ops.length === 0) continue;
    if (fused && layer.layer.kind === 'activation') groups.at(-1)?.push(layer);
    else groups.push([layer]);
  }
  return groups;
}

const KERNELS: Readonly<Record<string, string>> = {
  conv2d: 'convolution/implicit-gemm',
  linear: 'matmul/linear',
  'average-pool': 'elementwise/average-pool',
};

/** For tests: LeNet-5 as it might have run on the sample adapter, the n-th step in n milliseconds. */
export function sampleStackRun({
  fused = true,
  skipped = [],
  ...over
}: Partial<Run> & { readonly fused?: boolean; readonly skipped?: StackRun['skipped'] } = {}): SampleStackRun {
  const groups = groupsOf(fused).filter(([layer]) => !skipped.some((one) => one.layer === layer?.path));
  const measured = groups.map(([layer], index): Measurement => {
    const time = (index + 1) * 1e-3;
    return sampleMeasurement({
      kernel: KERNELS[layer?.layer.kind ?? ''] ?? 'elementwise/activation',
      problem: { elements: index + 1 },
      role: 'layer',
      samples: [time].map(seconds),
      median: seconds(time),
      interval: [seconds(0.9 * time), seconds(1.1 * time)],
    });
  });
  const whole = seconds(0.9e-3 * groups.reduce((sum, _, index) => sum + index + 1, 0));
  const sample = sampleRun();
  return {
    ...sample,
    id: `run-${fused ? 'fused' : 'unfused'}`,
    suite: 'stack',
    measurements: [...sample.measurements.filter(({ role }) => role !== 'point'), ...measured],
    faults: [],
    stack: {
      stack: 'lenet5',
      name: 'LeNet-5',
      batch: 1,
      fused,
      steps: groups.map((layers, index) => ({
        layers: layers.map(({ path }) => path),
        times: 1,
        flop: layers.reduce((sum, { flop }) => sum + flop, 0),
        measurement: measured[index]?.id ?? '',
      })),
      skipped,
      whole: skipped.length > 0 ? null : { samples: [whole], median: whole, interval: [whole, whole] },
    },
    ...over,
  };
}
