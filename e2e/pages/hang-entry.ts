import { err, unwrap } from '#core/result.ts';
import { bytes, flops } from '#core/units.ts';
import { openGpuRunner } from '#measure/gpu/open-gpu.ts';
import { kernelById } from '#measure/kernels/catalogue.ts';
import type { Kernel } from '#measure/kernels/kernel.ts';
import type { PlannedMeasurement } from '#measure/lab/plan.ts';
import { runSuite } from '#measure/lab/run-suite.ts';

/** The engine in a page of its own, with kernels that keep the GPU for seconds though nothing says so beforehand. */
const HANG_SECONDS = 5;
const WATCHDOG_SECONDS = 1;
const MOST_STEPS = 2 ** 32 - 1;

const xorshift = (steps: number): number => {
  let x = 1;
  for (let i = 0; i < steps; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x & 0xffff;
};

/** Its length comes from memory, so that no compiler and no cost foresees it; bounded by what it is given. */
const loop = (id: string): Kernel => ({
  id,
  family: 'compute',
  title: 'A loop',
  teaches: 'That a GPU may not answer.',
  source: `
@group(0) @binding(0) var<storage, read> steps: array<u32, 1>;
@group(0) @binding(1) var<storage, read_write> result: array<f32, 1>;
@compute @workgroup_size(1) fn main() {
  var x = 1u;
  for (var i = 0u; i < steps[0]; i++) {
    x ^= x << 13u;
    x ^= x >> 17u;
    x ^= x << 5u;
  }
  result[0] = f32(x & 0xffffu);
}`,
  entryPoint: 'main',
  sizes: [{ key: 'steps', label: 'Steps', min: 1, max: MOST_STEPS, default: 1 }],
  bindings: [
    {
      name: 'steps',
      access: 'read',
      elements: () => 1,
      content: {
        key: ({ steps }) => `${steps} steps`,
        fill: ({ steps = 1 }) => new Float32Array(Uint32Array.of(steps).buffer),
      },
    },
    { name: 'result', access: 'write', elements: () => 1 },
  ],
  workgroup: [1, 1, 1],
  overrides: () => ({}),
  workgroups: () => [1, 1, 1],
  cost: () => {
    const amount = bytes(4);
    return { flop: flops(1), requested: amount, moved: amount, useful: amount, tiled: amount, compulsory: amount };
  },
  reference: ({ steps = 1 }) => ({
    rows: 1,
    rowLength: 1,
    row: () => ({ values: Float64Array.of(xorshift(steps)), tolerance: new Float64Array(1) }),
  }),
});

const planned = (kernel: Kernel, problem: Record<string, number>): PlannedMeasurement => ({
  kernel,
  problem,
  role: 'point',
  pairs: 3,
  passSeconds: 0.002,
});

/** Steps that keep this GPU for so long. */
async function stepsFor(time: number, signal: AbortSignal): Promise<number> {
  const runner = unwrap(await openGpuRunner()(signal));
  const steps = 2 ** 20;
  const { median } = unwrap(
    await runner.measure({ ...planned(loop('test/pace'), { steps }), budgetSeconds: 2 }, signal),
  );
  runner.close();
  return Math.min(MOST_STEPS, Math.round((steps * time) / median));
}

/** A suite in which two kernels hang, with leave to reopen. What it says, and what is left on the GPU's devices. */
export async function measureThroughHangs() {
  const { signal } = new AbortController();
  const steps = await stepsFor(HANG_SECONDS, signal);
  const copy = kernelById('memory/copy');
  if (copy === undefined) throw new Error('no memory/copy');
  const open = openGpuRunner({ watchdogSeconds: WATCHDOG_SECONDS });
  const runners = [unwrap(await open(signal))];
  const stages = [
    planned(copy, { elements: 1000 }),
    planned(loop('test/hang'), { steps }),
    planned(copy, { elements: 2000 }),
    planned(loop('test/hang-again'), { steps }),
    planned(copy, { elements: 3000 }),
  ];
  let asked = 0;
  const [first] = runners;
  if (first === undefined) throw new Error('no runner');
  const run = await runSuite(
    first,
    { suite: 'hang', budgetSeconds: 30, stages: [{ count: stages.length, plan: () => stages }] },
    {
      signal,
      reopen: async () => {
        asked++;
        const again = await open(signal);
        if (!again.ok) return err(again.error);
        runners.push(again.value);
        return again;
      },
    },
  );
  first.close();
  return {
    steps,
    asked,
    measured: run.measurements.map(({ problem, verified }) => ({ elements: problem['elements'], verified })),
    faults: run.faults.map(({ kind, kernel, message }) => ({ kind, kernel, message })),
    left: runners.map((runner) => runner.liveBuffers),
  };
}
