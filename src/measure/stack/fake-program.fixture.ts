import { ok, type Result, unwrap } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { FakeRunner } from '../lab/fake-runner.fixture.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import { sampleMeasurement } from '../record/sample-run.ts';
import { lowerStack } from './lower/lower.ts';
import type { OpenProgram, Program, StepDone, TimeRequest, WholeTime } from './program.ts';
import type { StackInfo } from './stack-steps.ts';

type Answer = (index: number, request: TimeRequest | null) => Fault | null;

/** A runner without a GPU that runs programs: each step is right at once, or meets the fault that it is told to. */
export class FakeProgramRunner extends FakeRunner {
  /** Steps in the order in which they were asked for; whether each was timed. */
  readonly asked: (readonly [index: number, timed: boolean])[] = [];
  programsClosed = 0;
  wholes = 0;
  readonly #step: Answer;

  constructor(step: Answer = () => null) {
    super();
    this.#step = step;
  }

  openProgram({ steps }: Program): Promise<Result<OpenProgram, Fault>> {
    const step = (index: number, request: TimeRequest | null, signal: AbortSignal): Result<StepDone, Fault> => {
      this.asked.push([index, request !== null]);
      if (signal.aborted) return { ok: false, error: cancelled() };
      const fault = this.#step(index, request);
      if (fault) return { ok: false, error: fault };
      const one = steps[index];
      if (one === undefined) throw new Error(`no step ${index}`);
      const { verified } = sampleMeasurement();
      if (request === null) return ok({ verified, measurement: null });
      const work = { kernel: one.kernel.id, problem: one.problem, role: 'layer' } as const;
      return ok({ verified, measurement: sampleMeasurement({ ...work, id: measurementId(work) }) });
    };
    const whole = (): Result<WholeTime, Fault> => {
      this.wholes++;
      const time = seconds(2e-3);
      return ok({
        samples: [time],
        median: time,
        interval: [time, time],
        notes: [],
        verified: sampleMeasurement().verified,
      });
    };
    return Promise.resolve(
      ok({
        step: async (index, request, signal) => step(index, request, signal),
        whole: async () => whole(),
        close: () => {
          this.programsClosed++;
        },
      }),
    );
  }
}

/** LeNet-5 as a program, each layer a kernel of its own. */
export function lenetProgram(runner: FakeRunner): { readonly info: StackInfo; readonly program: Program } {
  const resolved = unwrap(resolveStack(lenet5.build({}), 1));
  const program = unwrap(lowerStack(resolved, { fused: false, adapter: runner.adapter }));
  return { info: { resolved, fused: false }, program };
}
