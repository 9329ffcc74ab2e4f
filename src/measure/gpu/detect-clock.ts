import { seconds } from '#core/units.ts';
import type { Clock } from '../record/record.ts';
import { stepOf, wallResolution, wallStep } from '../timing/clock-step.ts';
import type { BufferPool } from './buffers.ts';
import { type GpuTimer, TimestampTimer, WallTimer, Workload } from './clock.ts';
import { type ClockProbe, clockAgrees } from './clock-agrees.ts';
import { BUFFER } from './flags.ts';
import type { DeviceGuard, Watch } from './guard.ts';

export interface DetectedClock {
  readonly timer: GpuTimer;
  readonly clock: Clock;
  /** The wall, for what happens outside the GPU; the same as `timer` and `clock` where there is nothing better. */
  readonly wallTimer: GpuTimer;
  readonly wallClock: Clock;
  /** Why the GPU's own clock is not used though there is one. */
  readonly note: string | null;
}

/** Busy work whose time grows with the number of dispatches and that no compiler folds away. */
const PROBE = `
@group(0) @binding(0) var<storage, read_write> state: array<u32, 64>;
@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  var x = state[lane] + lane + 1u;
  for (var i = 0u; i < 512u; i++) {
    x ^= x << 13u;
    x ^= x >> 17u;
    x ^= x << 5u;
  }
  state[lane] = x;
}`;

/** Probe passes long enough for the wall to see: five milliseconds between the short and the long one. */
const LONG_PROBE = 0.006;
const MOST_PROBE_DISPATCHES = 4096;
const PROBES = 3;
/** A clock that agrees once counts nanoseconds; one that does not may have been disturbed. */
const ATTEMPTS = 3;

async function probeWorkload(guard: DeviceGuard, pool: BufferPool, watch: Watch): Promise<Workload> {
  const { device } = guard;
  const pipeline = await guard.scoped(watch, () =>
    device.createComputePipelineAsync({
      label: 'clock probe',
      layout: 'auto',
      compute: { module: device.createShaderModule({ label: 'clock probe', code: PROBE }), entryPoint: 'main' },
    }),
  );
  const bindings = await guard.scoped(watch, () =>
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: pool.create('clock probe', 256, BUFFER.STORAGE) } }],
    }),
  );
  return new Workload(pipeline, [1, 1, 1], [bindings]);
}

/**
 * Finds what can time this device and its smallest step: the GPU's timestamps where they are offered and count
 * nanoseconds, else the wall. Takes some tens of milliseconds.
 */
export async function detectClock(guard: DeviceGuard, pool: BufferPool, watch: Watch): Promise<DetectedClock> {
  const workload = await probeWorkload(guard, pool, watch);
  const wallTimer = await guard.scoped(watch, () => new WallTimer(guard, pool));
  // The first submit pays for what drivers put off until then.
  for (let i = 0; i < 2; i++) await wallTimer.run(workload, [1], watch);
  const roundTrips: number[] = [];
  for (let i = 0; i < 6; i++) roundTrips.push((await wallTimer.run(workload, [1], watch)).wall);
  const wallClock: Clock = { kind: 'wall', resolution: wallResolution(wallStep(), roundTrips) };
  const wall: DetectedClock = { timer: wallTimer, clock: wallClock, wallTimer, wallClock, note: null };
  if (!guard.device.features.has('timestamp-query')) return wall;

  let timer: TimestampTimer;
  try {
    timer = await guard.scoped(watch, () => new TimestampTimer(guard, pool));
  } catch (error) {
    if (guard.ended || watch.signal.aborted) throw error;
    return { ...wall, note: 'The GPU’s timestamps could not be set up; the wall clock timed this.' };
  }
  const readings: bigint[] = [];
  const probe = async (count: number): Promise<ClockProbe> => {
    const { passes, wall: time, readings: read } = await timer.run(workload, [count], watch);
    readings.push(...read);
    return { gpu: passes[0] ?? null, wall: time };
  };
  let count = 1;
  let long = await probe(count);
  while (long.wall < LONG_PROBE && count < MOST_PROBE_DISPATCHES) {
    count = Math.min(MOST_PROBE_DISPATCHES, count * 4);
    long = await probe(count);
  }
  let agrees = false;
  for (let attempt = 0; attempt < ATTEMPTS && !agrees; attempt++) {
    const shortProbes: ClockProbe[] = [];
    const longProbes: ClockProbe[] = [];
    for (let i = 0; i < PROBES; i++) {
      shortProbes.push(await probe(1));
      longProbes.push(await probe(count));
    }
    agrees = clockAgrees(shortProbes, longProbes);
  }
  // Short passes in one submit: many readings close together, which show the step best.
  readings.push(...(await timer.run(workload, new Array(timer.mostPasses).fill(1), watch)).readings);
  const step = stepOf(readings);
  if (step === null || !agrees)
    return { ...wall, note: 'The GPU’s timestamps do not count nanoseconds here; the wall clock timed this.' };
  return { ...wall, timer, clock: { kind: 'timestamp-query', resolution: seconds(Number(step) * 1e-9) } };
}
