import { err, ok, type Result } from '#core/result.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import type { Program } from '../stack/program.ts';
import { BUFFER } from './flags.ts';
import { GpuProgram, type PlacedProgram } from './gpu-program.ts';
import { faultOf } from './guard.ts';
import type { KernelBench } from './kernel-bench.ts';
import { memoryFits, planMemory } from './program-memory.ts';

/** What a fault names that is of no kernel. */
const PROGRAM = 'the stack';
const USAGE = BUFFER.STORAGE | BUFFER.COPY_SRC | BUFFER.COPY_DST;

/** The program's buffers on the device, none filled yet; a fault frees those that were made. */
async function place(bench: KernelBench, program: Program, signal: AbortSignal): Promise<Result<PlacedProgram, Fault>> {
  const { guard, pool } = bench.parts;
  const refusals = program.steps.map(({ kernel, problem }) => bench.misfit(kernel, problem));
  const memory = planMemory(program, new Set(refusals.flatMap((refusal, index) => (refusal === null ? [] : [index]))));
  const tooLarge = memoryFits(memory);
  if (tooLarge !== null) return err({ kind: 'unsupported', message: tooLarge });
  // Inputs kept for kernels to come may be in the way.
  pool.trim(0);
  const buffers: GPUBuffer[] = [];
  try {
    await guard.scoped(bench.watch(PROGRAM, signal), () => {
      for (const { size } of memory.buffers) buffers.push(pool.create('tensor', size, USAGE));
    });
    return ok({ program, refusals, memory, buffers });
  } catch (error) {
    for (const buffer of buffers) pool.destroy(buffer);
    return err(faultOf(error, PROGRAM));
  }
}

/**
 * Puts a program's tensors on a device. A step that the adapter cannot run is refused when its turn comes; `unsupported` where
 * all tensors together are too large, `out-of-memory` where the device has no room.
 */
export async function openGpuProgram(
  bench: KernelBench,
  program: Program,
  turn: <T>(work: () => Promise<T>) => Promise<T>,
  signal: AbortSignal,
): Promise<Result<GpuProgram, Fault>> {
  if (signal.aborted) return err(cancelled(PROGRAM));
  const placed = await turn(() => place(bench, program, signal));
  return placed.ok ? ok(new GpuProgram(bench, placed.value, turn)) : placed;
}
