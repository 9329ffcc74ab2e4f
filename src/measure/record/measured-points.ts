import { formatPercent, formatSignedPercent } from '#core/format.ts';
import type { Provenance } from '#core/quantity.ts';
import { type Bytes, intensityOf } from '#core/units.ts';
import { type Twin, twinOf } from '#model/analysis/twin.ts';
import type { Machine } from '#model/machine/machine.ts';
import { attainable, rooflineOf } from '#model/roofline/ceilings.ts';
import { explainAboveRoof } from '#model/roofline/points.ts';
import type { Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import type { NumberFormat } from '#model/workload/number-format.ts';
import { MATRIX_UNIT } from './calibration.ts';
import { performanceOfMeasurement } from './derived.ts';
import { formatOf, isMatrixKernel } from './measured-format.ts';
import type { Measurement, Run } from './record.ts';
import { toldSizes } from './told-sizes.ts';

const named = (problem: Measurement['problem']): string =>
  Object.entries(toldSizes(problem))
    .map(([key, size]) => `${key} ${size.toLocaleString('en')}`)
    .join(', ');

/** What a label says of somebody's own version of a kernel; a link knows no more than that it is one. */
export const editedWords = ({ role, edited }: Partial<Pick<Measurement, 'role' | 'edited'>>): string =>
  edited ? `edited ${edited.hash}` : role === 'edited' ? 'edited' : '';

/**
 * "matmul/naive 128×128×128", "matmul/tiled 256×256×256, tile 32"; others by name, "memory/strided elements 65,536, stride 32".
 * An edited one ends so: ", edited 1a2b3c4d".
 */
export function measurementLabel(one: Pick<Measurement, 'kernel' | 'problem'> & Partial<Measurement>): string {
  const { kernel, problem } = one;
  const { m, n, k, ...others } = problem;
  const sizes =
    m === undefined || n === undefined || k === undefined
      ? [`${kernel} ${named(problem)}`.trim()]
      : [`${kernel} ${m}×${n}×${k}`, named(others)];
  return [...sizes, editedWords(one)].filter((part) => part !== '').join(', ');
}

/** Id of the nearest tier that holds a working set; the last where none is known to. */
const homeOf = (size: Bytes, { tiers }: Machine): string | undefined =>
  (tiers.find(({ capacity, instances }) => capacity && size <= capacity.value * instances) ?? tiers.at(-1))?.id;

/** A ceiling has its dot only where it is the ceiling: reads that a cache answers say nothing of memory. */
function belongsAt({ role, cost }: Measurement, tier: string, machine: Machine): boolean {
  if (role === 'cache-bandwidth') return tier === homeOf(cost.compulsory, machine);
  if (role === 'memory-bandwidth') return tier === machine.tiers.at(-1)?.id;
  return true;
}

/** What bounds the twin and one change that would help. */
function advice(boundBy: string, nearest: string, name: string): string {
  if (boundBy === 'compute')
    return 'Its twin is bound by compute: only fewer operations, or a higher peak, would help.';
  return boundBy === nearest
    ? `Its twin is bound by ${name}: accesses that coalesce, or operands kept in registers, would move fewer bytes.`
    : `Its twin is bound by ${name}: larger tiles would fetch fewer bytes.`;
}

/** Error of a twin beyond which something that is not on the roofline must be at work. */
const FAR_BELOW = -0.5;

function explain(
  point: Pick<RooflinePoint, 'ofRoof' | 'boundBy' | 'boundary'>,
  error: number,
  names: ReadonlyMap<string, string>,
  roofline: Roofline,
  roof: number,
  format: NumberFormat,
): string {
  const name = (tier: string) => names.get(tier) ?? tier;
  const [nearest] = roofline.bandwidths;
  const start = `Reaches ${formatPercent(point.ofRoof, 2)} of the roof at ${name(point.boundary)}, ${formatSignedPercent(error)} from its modelled twin.`;
  if (point.ofRoof > 1) {
    const flat = roofline.computes.find((ceiling) => ceiling.format === format);
    const kind = flat && roof >= flat.peak.value ? 'compute' : 'bandwidth';
    return `${start} ${explainAboveRoof({ kind, name: kind === 'compute' && flat ? flat.name : name(point.boundary) })}`;
  }
  if (error < FAR_BELOW)
    return `${start} Neither a bandwidth nor the peak explains so much: waiting for latency or barriers, or too few invocations, may.`;
  return `${start} ${advice(point.boundBy, nearest?.tier ?? '', name(point.boundBy))}`;
}

/** Nobody can read off a source what it moves. */
const EDITED_BYTES = ' An edited source: its bytes, and so its twin, are those of the original.';

function pointsOf(
  one: Measurement,
  twin: Twin,
  machine: Machine,
  roofline: Roofline,
  provenance: Provenance,
): readonly RooflinePoint[] {
  const names = new Map(machine.tiers.map(({ id, name }) => [id, name]));
  const format = formatOf(one.kernel);
  const { value: performance, interval } = performanceOfMeasurement(one);
  const error = performance / twin.performance - 1;
  return twin.boundaries.flatMap(({ tier, bytes }): readonly RooflinePoint[] => {
    if (bytes === 0 || !belongsAt(one, tier, machine)) return [];
    const intensity = intensityOf(one.cost.flop, bytes);
    const roof = attainable(roofline, tier, format, intensity);
    const placed = {
      boundary: tier,
      boundBy: twin.boundBy,
      ofRoof: Number.isFinite(roof) ? performance / roof : 0,
    };
    return [
      {
        ...placed,
        id: `${one.id}@${tier}`,
        subject: one.id,
        label: measurementLabel(one),
        kind: 'kernel',
        category: one.kernel.split('/')[0] ?? one.kernel,
        intensity,
        performance,
        interval,
        provenance,
        time: one.median,
        explanation: `${explain(placed, error, names, roofline, roof, format)}${one.role === 'edited' ? EDITED_BYTES : ''}`,
        twin: { performance: twin.performance, error },
      },
    ];
  });
}

/**
 * Dots of a run over a machine, at every boundary whose bandwidth is known: measured performance with its 95 % interval
 * at the intensity of modelled bytes, since a browser cannot count DRAM bytes; each with its twin and the signed error,
 * measured over modelled minus one. Kernels without arithmetic make none: the table has them.
 */
export function measuredPoints(
  run: Run,
  machine: Machine,
  provenance: Provenance = 'measured',
): readonly RooflinePoint[] {
  const unitOf = (kernel: string) => (isMatrixKernel(kernel) ? MATRIX_UNIT : undefined);
  return run.measurements.flatMap((one) => {
    // Points of curves are the lab's: a roofline of hundreds of dots says nothing. Steps of a stack stand with their layers.
    if (one.cost.flop === 0 || one.role === 'sweep' || one.role === 'layer') return [];
    const unit = unitOf(one.kernel);
    const twin = twinOf(one.cost, machine, formatOf(one.kernel), unit);
    return twin === null || twin.performance === 0
      ? []
      : pointsOf(one, twin, machine, rooflineOf(machine, unit), provenance);
  });
}
