import { kernelById } from '../kernels/catalogue.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Discovery, Measurement } from '../record/record.ts';
import type { MeasureRequest } from '../runner.ts';

/** What to measure, without its share of the time. */
export type PlannedMeasurement = Omit<MeasureRequest, 'budgetSeconds'>;

/** Measurements that are chosen together, from what earlier stages found. */
export interface Stage {
  /** How many `plan` gives at most, known before anything is measured. */
  readonly count: number;
  readonly plan: (measured: readonly Measurement[]) => readonly PlannedMeasurement[];
  /** Title of the experiment that it is part of, shown while it is measured; the kernel's own where left out. */
  readonly label?: string;
  /** Expected time of the whole stage, seconds; its part of the plan's by count where left out. */
  readonly seconds?: number;
  /** Finer steps of what is measured already: left out where the time is gone. */
  readonly optional?: true;
}

export interface Plan {
  readonly suite: string;
  /** Time for all of it, seconds. */
  readonly budgetSeconds: number;
  readonly stages: readonly Stage[];
  /** No new device is asked for after a hang: what hangs once hangs again. */
  readonly endsOnHang?: true;
  /** What the run's measurements say together, worked out when the last stage is done or the run ended early. */
  readonly conclude?: (measured: readonly Measurement[]) => Discovery | null;
}

/** A kernel of the catalogue; one that is not there is a bug of the plan. */
export function kernelOf(id: string): Kernel {
  const kernel = kernelById(id);
  if (kernel === undefined) throw new Error(`the catalogue has no kernel ${id}`);
  return kernel;
}
