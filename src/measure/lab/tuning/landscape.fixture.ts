import { seededRandom } from '#core/random.ts';
import { ok, type Result } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import { kernelById } from '../../kernels/catalogue.ts';
import type { Fault } from '../../record/fault.ts';
import { measurementId } from '../../record/measurement-id.ts';
import type { Adapter, Measurement } from '../../record/record.ts';
import { sampleMeasurement } from '../../record/sample-run.ts';
import { type Choice, outputsOf, trialOf } from '../../record/tuning/choice.ts';
import type { MeasureRequest, Runner } from '../../runner.ts';
import { widthsOf } from '../../widths.ts';

/** Where a made-up GPU is fastest, and how fast it falls off. */
export interface Peak {
  readonly path: 'direct' | 'quad' | 'staged';
  readonly outputs: number;
  readonly invocations: number;
  readonly depth: number;
}

/** True FLOP/s of a choice: a smooth hill over the logarithms of what is chosen, lower on other paths; ripples on it. */
export function rateOn(peak: Peak, choice: Choice): number {
  const { rows, columns } = outputsOf(choice);
  const away = (value: number, best: number) => Math.abs(Math.log2(value / best));
  const path = choice.kernel.includes(`-${peak.path}-`) ? 1 : 0.6;
  const outputs = 0.8 ** away(rows * columns, peak.outputs);
  const group = 0.85 ** away(choice.across * choice.down, peak.invocations);
  const shape = 0.95 ** away(choice.across, choice.down);
  const depth = 0.9 ** away(choice.depth ?? peak.depth, peak.depth);
  return 1e12 * path * outputs * group * shape * depth;
}

/** A runner whose every answer takes time on a clock of its own: compilation once for each program, then passes. */
export class Landscape implements Runner {
  readonly engine = 'webgpu';
  readonly environment = 'a made-up GPU';
  readonly clock = sampleMeasurement().clock;
  readonly adapter: Adapter;
  readonly requests: MeasureRequest[] = [];
  readonly #peak: Peak;
  readonly #take: (wall: number) => void;
  readonly #noise: () => number;
  readonly #slowness: number;

  constructor(
    adapter: Adapter,
    peak: Peak,
    {
      seed = 1,
      spread = 0,
      slowness = 1,
      take,
    }: { seed?: number; spread?: number; slowness?: number; take: (wall: number) => void },
  ) {
    this.adapter = adapter;
    this.#peak = peak;
    this.#take = take;
    this.#slowness = slowness;
    const random = seededRandom(seed);
    this.#noise = () => Math.exp(spread * random.normal());
  }
  prepare(requests: readonly unknown[]): Promise<Result<void, Fault>> {
    this.#take(0.05 * requests.length * this.#slowness);
    return Promise.resolve(ok(undefined));
  }
  measure(request: MeasureRequest): Promise<Result<Measurement, Fault>> {
    this.requests.push(request);
    const { kernel, problem, role, pairs, passSeconds, budgetSeconds } = request;
    const id = measurementId({ kernel: kernel.id, problem, role });
    const cost = kernel.cost(problem, widthsOf(this.adapter));
    const trial = trialOf(sampleMeasurement({ id, kernel: kernel.id, problem, role, cost }));
    const time = trial === null ? 1e-3 : cost.flop / rateOn(this.#peak, trial.choice);
    // The engine makes do with three pairs where its part of the time is short; each is a pass and one twice as long.
    const within = Math.max(3, Math.min(pairs, budgetSeconds / (3 * passSeconds)));
    this.#take(3 * within * passSeconds + 0.03 * this.#slowness);
    const samples = Array.from({ length: pairs }, () => seconds(time * this.#noise())).toSorted((a, b) => a - b);
    const [low = seconds(time), high = low] = [samples[0], samples.at(-1)];
    const median = samples[Math.floor(samples.length / 2)] ?? low;
    const at = new Date().toISOString();
    return Promise.resolve(
      ok(sampleMeasurement({ id, kernel: kernel.id, problem, role, cost, samples, median, interval: [low, high], at })),
    );
  }
  kernel(id: string) {
    return kernelById(id);
  }
  close() {}
}
