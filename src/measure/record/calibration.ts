import { derived, type Quantity, quantity, type Unknowable } from '#core/quantity.ts';
import { type Bytes, bytes } from '#core/units.ts';
import type { ComputeUnit, Machine } from '#model/machine/machine.ts';
import { discoveredTiers, twoTiers } from './calibrated-tiers.ts';
import { curvesOf } from './curves.ts';
import { tiersAt } from './discovery/tiers-at.ts';
import { adapterName } from './export.ts';
import { measuredLaunch, measuredPeak, type Origin, type RunSource } from './measured-ceilings.ts';
import { formatOf, isMatrixKernel } from './measured-format.ts';
import type { Discovery, Run } from './record.ts';
import { knownSubgroupWidth, shortEnvironment } from './summary.ts';

export const THIS_GPU = 'this-gpu';
/** Ids of its compute units. */
const MAIN_UNIT = 'gpu';
export const MATRIX_UNIT = 'matrix';

/** Bytes of workgroup memory that every WebGPU adapter has (WebGPU, section 3.6.2, maxComputeWorkgroupStorageSize). */
const PORTABLE_WORKGROUP_MEMORY = 16_384;

/** What a workgroup can keep at hand for its tile: the adapter's limit, else the one that all adapters keep. */
const workgroupMemory = ({ adapter }: Run): Quantity<Bytes> =>
  derived(
    bytes(adapter.limits['maxComputeWorkgroupStorageSize'] ?? PORTABLE_WORKGROUP_MEMORY),
    'workgroup memory that the adapter offers: the tile of a tiled kernel; registers, which nobody reports, add to it',
  );

function unitsOf(source: RunSource, tier: string): readonly ComputeUnit[] {
  const { run } = source;
  const processor = run.engine === 'cpu';
  const peakIn = (format: string, matrix = false) =>
    measuredPeak(source, (kernel) => isMatrixKernel(kernel) === matrix && formatOf(kernel) === format);
  const [f32, f16, int8] = [peakIn('f32'), peakIn('f16'), peakIn('int8')];
  const [matrixF32, matrixF16] = [peakIn('f32', true), peakIn('f16', true)];
  const common = {
    tier,
    instances: 1,
    energy: {},
    operandStore: processor ? null : workgroupMemory(run),
    launchOverhead: measuredLaunch(source),
  };
  return [
    {
      ...common,
      id: MAIN_UNIT,
      name: processor ? 'Processor' : 'Shader cores',
      peaks: { f32, ...(f16 && { f16 }), ...(int8 && { int8 }) },
    },
    ...(matrixF32 || matrixF16
      ? [
          {
            ...common,
            id: MATRIX_UNIT,
            name: 'Matrix units',
            peaks: { ...(matrixF32 && { f32: matrixF32 }), ...(matrixF16 && { f16: matrixF16 }) },
          },
        ]
      : []),
  ];
}

/** The tiers as found, or as a person put their ends; a run without curves, as from a link, has those it came with. */
const discoveryOf = (run: Run, boundaries: readonly number[]): Discovery | undefined =>
  (boundaries.length > 0 ? tiersAt(curvesOf(run), boundaries) : null) ?? run.machine;

const known = (figures: readonly Unknowable[]): boolean => figures.some((figure) => figure !== null);

/** Longest description that a machine may have. */
const MAX_DESCRIBE = 400;

/**
 * The machine that a run measured: the tiers that its discovery found, with capacities, latencies and bandwidths; without a
 * discovery two tiers with measured bandwidths and the least capacities that the run proves. Compute peaks as measured in
 * each format. Whatever was not measured is unknown. `origin` is `recorded` for a run that came from a file or a link;
 * `boundaries`: where a person says that tiers end, bytes, ascending. `null` where the run holds no ceiling at all.
 */
export function machineFromRun(
  run: Run,
  origin: Origin = 'measured',
  boundaries: readonly number[] = [],
): Machine | null {
  const device = `${adapterName(run)}, ${shortEnvironment(run.environment)}`;
  const source = { run, origin, device };
  const discovery = discoveryOf(run, boundaries);
  const tiers = discovery ? discoveredTiers(source, discovery) : twoTiers(source);
  const units = unitsOf(source, tiers[0]?.id ?? '');
  const bandwidths = tiers.flatMap(({ readBandwidth, writeBandwidth }) => [readBandwidth, writeBandwidth]);
  if (!known([...bandwidths, ...units.flatMap(({ peaks }) => Object.values(peaks))])) return null;

  const width = knownSubgroupWidth(run.adapter);
  const what = run.engine === 'cpu' ? 'This processor' : 'This GPU';
  const software = run.adapter.fallback ? ' A software adapter: it says nothing about a GPU.' : '';
  // Rounding to f32 after each step costs time that the processor's own f32 would not: its float64 is the nearer figure.
  const script =
    run.engine === 'cpu' ? ' One thread of JavaScript: its peak is that of scalar float64, and stands for f32.' : '';
  const when = `${run.startedAt.slice(0, 10)} with ${device}`;
  const found = discovery ? ' Its tiers are those that latency and bandwidth curves show.' : '';
  const describe = `Ceilings ${origin} on ${when}; what kernels reach, not what a datasheet promises.${found}${software}${script}`;
  return {
    id: THIS_GPU,
    name: origin === 'measured' ? what : `${what} (recorded)`,
    describe: describe.slice(0, MAX_DESCRIBE),
    tiers,
    units,
    subgroupWidth: width === null ? null : quantity(width, origin, `adapter info of ${device}`),
    sector: null,
  };
}
