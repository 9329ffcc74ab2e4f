/** The WebGPU engine and the suites: one chunk, loaded when somebody measures. */
import { openGpuRunner } from '#measure/gpu/open-gpu.ts';
import { kernelById } from '#measure/kernels/catalogue.ts';
import { quickPlan } from '#measure/lab/quick.ts';
import { runSuite } from '#measure/lab/run-suite.ts';
import type { OpenRunner } from '#measure/runner.ts';

const open: OpenRunner = openGpuRunner();
export const engine = { open, kernelById, quickPlan, runSuite };
export type Engine = typeof engine;
