import { formatBandwidth, formatBytes, formatPerformance } from '#core/format.ts';
import { type Bytes, type BytesPerSecond, type FlopsPerSecond, performanceOf } from '#core/units.ts';
import { bandwidthsOf, ceilingMeasurement, performanceOfMeasurement } from '#measure/record/derived.ts';
import { adapterName } from '#measure/record/export.ts';
import { formatOf, isMatrixKernel } from '#measure/record/measured-format.ts';
import type { Run } from '#measure/record/record.ts';
import type { Figure, PartResult } from './figure.ts';

/** What somebody else says of the GPU: the driver's own copy (bytes read and written a second) and the datasheet. */
export interface Reference {
  readonly 'driver-copy'?: number;
  readonly 'datasheet-fma'?: number;
  readonly 'datasheet-l2'?: number;
}

const COMPARED = {
  'driver-copy': "copy bandwidth over the driver's own copy",
  'datasheet-fma': 'FMA peak over the datasheet',
  'datasheet-l2': "farthest cache's capacity over the datasheet's",
} as const;
type Compared = keyof typeof COMPARED;
const ALL = Object.keys(COMPARED) as readonly Compared[];

/** Bytes read and written a second by the copy past the caches. */
function copyOf(run: Run): BytesPerSecond | null {
  const rate = (one: Run['measurements'][number]) => bandwidthsOf(one).compulsory;
  const copy = ceilingMeasurement(run, 'memory-bandwidth', rate, ({ kernel }) => kernel === 'memory/copy');
  return copy && rate(copy);
}

/** The highest f32 peak of the shader cores. */
function fmaOf(run: Run): FlopsPerSecond | null {
  const rate = (one: Run['measurements'][number]) => performanceOf(one.cost.flop, one.median);
  const accept = ({ kernel }: Run['measurements'][number]) => !isMatrixKernel(kernel) && formatOf(kernel) === 'f32';
  const peak = ceilingMeasurement(run, 'compute-peak', rate, accept);
  return peak && performanceOfMeasurement(peak).value;
}

/** Where the last cache that discovery found ends. */
const cacheOf = ({ machine }: Run): Bytes | null =>
  machine?.tiers.findLast(({ capacity }) => capacity !== null)?.capacity?.value ?? null;

/** A real GPU's figures beside what its maker and its driver say, from the run of a discovery. */
export function hardware(run: Run | null, reference: Reference): PartResult {
  if (run === null || run.adapter.fallback)
    return { figures: ALL.map((key) => ({ name: COMPARED[key], absent: 'no real GPU here: not measured' })) };
  const measured = { 'driver-copy': copyOf(run), 'datasheet-fma': fmaOf(run), 'datasheet-l2': cacheOf(run) };
  const text: Readonly<Record<Compared, (value: number) => string>> = {
    'driver-copy': formatBandwidth,
    'datasheet-fma': formatPerformance,
    'datasheet-l2': formatBytes,
  };
  const figures = ALL.map((key): Figure => {
    const [name, value, said] = [COMPARED[key], measured[key], reference[key]];
    if (value === null) return { name, absent: 'the discovery on the GPU did not measure it' };
    if (said === undefined) return { name, absent: `${text[key](value)} here; give --${key} to compare` };
    return { name, unit: '×', median: value / said };
  });
  const known = ALL.flatMap((key) => {
    const value = measured[key];
    return value === null ? [] : [`${COMPARED[key].split(' over ')[0]} ${text[key](value)}`];
  });
  const who = adapterName(run);
  return {
    figures,
    notes: [`hardware: ${who}: ${known.join(', ')}.`],
    details: { adapter: who, environment: run.environment, measured, reference },
  };
}
