import { err, ok, type Result } from '#core/result.ts';
import { cancelled, type Fault } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Measurement } from '../record/record.ts';
import { sampleMeasurement, sampleRun } from '../record/sample-run.ts';
import type { MeasureRequest, Runner } from '../runner.ts';
import { kernelOf, type Plan, type PlannedMeasurement } from './plan.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';

type Answer = (request: MeasureRequest, count: number) => Fault | null;

/** A runner without a GPU: measures at once, or meets the fault that it is told to. */
export class FakeRunner implements Runner {
  readonly engine = 'webgpu';
  readonly environment = 'a fake';
  readonly adapter = sampleRun().adapter;
  readonly clock = sampleMeasurement().clock;
  readonly requests: MeasureRequest[] = [];
  readonly prepared: number[] = [];
  closed = 0;
  readonly #answer: Answer;

  constructor(answer: Answer = () => null) {
    this.#answer = answer;
  }
  prepare(requests: readonly unknown[], signal: AbortSignal): Promise<Result<void, Fault>> {
    this.prepared.push(requests.length);
    return Promise.resolve(signal.aborted ? err(cancelled()) : ok(undefined));
  }
  measure(request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> {
    this.requests.push(request);
    if (signal.aborted) return Promise.resolve(err(cancelled(request.kernel.id)));
    const fault = this.#answer(request, this.requests.length);
    if (fault) return Promise.resolve(err(fault));
    const { problem, role } = request;
    const kernel = request.kernel.id;
    return Promise.resolve(
      ok(sampleMeasurement({ id: measurementId({ kernel, problem, role }), kernel, problem, role })),
    );
  }
  kernel(id: string) {
    return kernelOf(id);
  }

  close(): void {
    this.closed++;
  }
}

export const matmul = (edge: number, kernel = 'matmul/naive'): PlannedMeasurement => ({
  kernel: kernelOf(kernel),
  problem: { m: edge, n: edge, k: edge },
  role: 'point',
  pairs: 7,
  passSeconds: 0.008,
});
export const plan: Plan = {
  suite: 'test',
  budgetSeconds: 8,
  stages: [
    { count: 2, plan: () => [matmul(1), matmul(2)] },
    { count: 2, plan: (measured) => [matmul(10 * measured.length), matmul(4)] },
  ],
};
export const never = new AbortController().signal;
export const run = (runner: Runner, options: Partial<SuiteOptions> = {}) =>
  runSuite(runner, plan, { signal: never, ...options });
export const lost = (reason: 'unknown' | 'destroyed'): Fault => ({ kind: 'device-lost', message: 'gone', reason });
export const edges = (measurements: readonly Measurement[]) => measurements.map(({ problem }) => problem['m']);
