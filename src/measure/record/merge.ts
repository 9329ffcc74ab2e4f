import { MAX_MEASUREMENTS, type Measurement, type Run } from './record.ts';

/** The run with one more measurement: the same kernel on the same problem in the same role is replaced where it stood. */
export function withMeasurement(run: Run, measurement: Measurement): Run {
  const at = run.measurements.findIndex((one) => one.id === measurement.id);
  if (at >= 0) return { ...run, measurements: run.measurements.with(at, measurement) };
  // Full: the oldest point makes room; ceilings stay, since the roofs stand on them.
  const room =
    run.measurements.length < MAX_MEASUREMENTS
      ? run.measurements
      : run.measurements.toSpliced(
          run.measurements.findIndex(({ role }) => role === 'point' || role === 'sweep' || role === 'edited'),
          1,
        );
  return { ...run, measurements: [...room, measurement] };
}
