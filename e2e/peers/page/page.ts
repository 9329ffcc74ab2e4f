import { seededRandom } from '../../../src/core/random.ts';
import { flash } from '../../../src/measure/kernels/attention/flash.ts';
import { implicitGemm } from '../../../src/measure/kernels/convolution/implicit-gemm.ts';
import { pointwiseConvolution } from '../../../src/measure/kernels/convolution/pointwise.ts';
import type { Kernel, Problem } from '../../../src/measure/kernels/kernel.ts';
import { direct8x8 } from '../../../src/measure/kernels/matmul/tuned/direct.ts';
import { quad8x8, quad16x8, quad32x8 } from '../../../src/measure/kernels/matmul/tuned/quad.ts';
import { staged4x4, staged8x4, staged8x8 } from '../../../src/measure/kernels/matmul/tuned/staged.ts';
import { verifyOutput } from '../../../src/measure/kernels/verify.ts';
import { rotated, type Standing, type TaskResult } from '../../bench/peers/compare.ts';
import type { Contender, Prepared } from './contender.ts';
import { jax } from './jax.ts';
import { onnxruntime } from './onnxruntime.ts';
import { type Choice, ridgepoint } from './ridgepoint.ts';
import { attentionTask, pointwiseTask, squareTask, type Task } from './task.ts';
import { tfjs } from './tfjs.ts';

/** Seconds that the runs of one round take at least, so that the clock's step and the last bytes' way do not count. */
const ROUND = 0.25;
const MOST_RUNS = 512;

/** Of the tuned family, those that are best on some adapter or other. */
const tuned: readonly (readonly [Kernel, Problem])[] = [
  [quad32x8, { across: 4, down: 1 }],
  [quad32x8, { across: 8, down: 2 }],
  [quad16x8, { across: 8, down: 4 }],
  [quad8x8, { across: 8, down: 4 }],
  [direct8x8, { across: 16, down: 4 }],
  [staged8x8, { across: 16, down: 16, depth: 16 }],
  [staged8x4, { across: 16, down: 8, depth: 16 }],
  [staged4x4, { across: 16, down: 16, depth: 32 }],
];
const bestMatmuls = ({ problem }: Task): readonly Choice[] =>
  tuned.map(([kernel, parameters]) => ({
    kernel,
    problem: { ...problem, ...parameters },
    detail: `${kernel.id}, ${parameters['across']}×${parameters['down']} invocations`,
  }));

/** Our kernels that may be best at a task. */
function choicesOf(task: Task): readonly Choice[] {
  const { problem } = task;
  switch (task.op) {
    case 'matmul':
      return bestMatmuls(task);
    case 'pointwise':
      return [pointwiseConvolution, implicitGemm].map((kernel) => ({ kernel, problem, detail: kernel.id }));
    case 'attention':
      return [{ kernel: flash, problem, detail: flash.id }];
  }
}

interface Entrant {
  readonly contender: Contender;
  readonly prepared: Prepared | string;
  readonly wrong: string | null;
  readonly times: number;
  readonly samples: number[];
  readonly gpuSamples: number[];
}

/** All that the adapter offers: the libraries ask for that too. */
async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no WebGPU adapter');
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeInvocationsPerWorkgroup } = adapter.limits;
  const { maxComputeWorkgroupSizeX, maxComputeWorkgroupSizeY, maxComputeWorkgroupStorageSize } = adapter.limits;
  return adapter.requestDevice({
    requiredFeatures: (['timestamp-query', 'shader-f16', 'subgroups'] as const).filter((name) =>
      adapter.features.has(name),
    ),
    requiredLimits: {
      maxBufferSize,
      maxStorageBufferBindingSize,
      maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX,
      maxComputeWorkgroupSizeY,
      maxComputeWorkgroupStorageSize,
    },
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function timed(prepared: Prepared, times: number): Promise<number> {
  const start = performance.now();
  await prepared.run(times);
  return (performance.now() - start) / 1000 / times;
}

async function enter(contender: Contender, task: Task): Promise<Entrant> {
  const prepared = await contender.prepare(task).catch((error: unknown) => `did not run: ${messageOf(error)}`);
  const entrant = { contender, prepared, samples: [], gpuSamples: [] };
  if (typeof prepared === 'string') return { ...entrant, wrong: null, times: 0 };
  // Twice: the first pays for what drivers put off until then.
  await prepared.run(1);
  const seconds = await timed(prepared, 1);
  const output = await prepared.output();
  const checked = verifyOutput(task.kernel, task.problem, task.inputs, output, seededRandom(1).next);
  const times = Math.min(MOST_RUNS, Math.max(1, Math.round(ROUND / seconds)));
  return { ...entrant, wrong: checked.ok ? null : checked.error.message, times };
}

/** Everybody on one task, in turns, until the time is gone. */
async function compare(contenders: readonly Contender[], task: Task, seconds: number): Promise<TaskResult> {
  const entrants: Entrant[] = [];
  for (const contender of contenders) entrants.push(await enter(contender, task));
  const start = performance.now();
  // As many rounds as make each first equally often, twice; fewer where the time is short.
  for (let round = 0; round < 2 * entrants.length; round++) {
    if (round >= 3 && (performance.now() - start) / 1000 > seconds) break;
    for (const place of rotated(entrants.length, round)) {
      const entrant = entrants[place];
      if (entrant === undefined || typeof entrant.prepared === 'string' || entrant.wrong !== null) continue;
      entrant.samples.push(await timed(entrant.prepared, entrant.times));
      const gpu = await entrant.prepared.gpuSeconds?.();
      if (typeof gpu === 'number' && gpu > 0) entrant.gpuSamples.push(gpu);
    }
  }
  return { title: task.title, flop: task.flop, standings: entrants.map(standingOf) };
}

function standingOf({ contender, prepared, wrong, samples, gpuSamples }: Entrant): Standing {
  const detail = typeof prepared === 'string' ? prepared : prepared.detail;
  if (typeof prepared !== 'string') prepared.release();
  return { name: contender.name, ...(detail !== undefined && { detail }), samples, gpuSamples, wrong };
}

declare global {
  interface Window {
    /** Called with each task's result as it comes. */
    comparePeers: (jaxVersion: string, secondsOfTask: number, report: (result: TaskResult) => void) => Promise<string>;
  }
}

window.comparePeers = async (jaxVersion, secondsOfTask, report) => {
  const device = await openDevice();
  const software = device.adapterInfo.isFallbackAdapter || /swiftshader|llvmpipe/i.test(device.adapterInfo.description);
  const contenders = [ridgepoint(device, choicesOf), tfjs, onnxruntime, jax(jaxVersion)];
  const edges = software ? [256, 512] : [256, 512, 1024, 2048, 4096];
  const others = software
    ? [pointwiseTask(64, 28), attentionTask(128, 4, 32)]
    : [pointwiseTask(256, 56), attentionTask(1024, 12, 64)];
  for (const task of [...edges.map(squareTask), ...others]) report(await compare(contenders, task, secondsOfTask));
  const { vendor, architecture, device: name, description } = device.adapterInfo;
  const words = [vendor, architecture, name, description].filter((part) => part !== '').join(', ');
  return software ? `${words}, a software adapter, which says nothing about a GPU` : words;
};
document.documentElement.dataset['ready'] = 'yes';
