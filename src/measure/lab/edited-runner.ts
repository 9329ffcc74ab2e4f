import { err, ok, type Result } from '#core/result.ts';
import type { Fault } from '../record/fault.ts';
import { measurementId } from '../record/measurement-id.ts';
import type { Measurement } from '../record/record.ts';
import type { MeasureRequest, OpenRunner, Runner } from '../runner.ts';
import { faultOfEdited } from './edited-faults.ts';

/** The measurement with the version that was measured, under a name of its own. */
function editedMeasurement(one: Measurement, edited: NonNullable<Measurement['edited']>): Measurement {
  return {
    ...one,
    edited,
    id: measurementId({ ...one, edited }),
    notes: ['An edited source: its bytes are modelled as those of the original.', ...one.notes],
  };
}

/** A runner that says of edited kernels that they are, in what it measures and in what goes wrong. */
export function editedRunner(runner: Runner): Runner {
  const { engine, environment, adapter, clock, openProgram } = runner;
  const measure = async (request: MeasureRequest, signal: AbortSignal): Promise<Result<Measurement, Fault>> => {
    const measured = await runner.measure(request, signal);
    const { edited } = request.kernel;
    if (edited === undefined) return measured;
    return measured.ok
      ? ok(editedMeasurement(measured.value, edited))
      : err(faultOfEdited(measured.error, edited.source));
  };
  return {
    engine,
    environment,
    adapter,
    clock,
    kernel: (id) => runner.kernel(id),
    prepare: (requests, signal) => runner.prepare(requests, signal),
    measure,
    ...(openProgram && { openProgram: openProgram.bind(runner) }),
    close: () => runner.close(),
  };
}

export const openEdited =
  (open: OpenRunner): OpenRunner =>
  async (signal) => {
    const opened = await open(signal);
    return opened.ok ? ok(editedRunner(opened.value)) : opened;
  };
