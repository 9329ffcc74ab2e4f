import type { Provenance } from '#core/quantity.ts';
import { bytesPerSecond, flopsPerByte, flopsPerSecond, seconds } from '#core/units.ts';
import type { Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import type { NumberFormat } from '#model/workload/number-format.ts';

/** Machines and points for tests of the charts. The figures have the right order of magnitude and claim nothing. */
const SOURCE = 'an example for tests';

export function exampleRoofline(
  tiers: readonly (readonly [id: string, name: string, bandwidth: number])[],
  peaks: readonly (readonly [format: NumberFormat, peak: number])[],
  provenance: Provenance = 'spec',
  spread = 0,
): Roofline {
  const interval = <T extends number>(value: T, make: (value: number) => T) =>
    spread > 0 ? { interval: [make(value * (1 - spread)), make(value * (1 + spread))] as const } : {};
  return {
    bandwidths: tiers.map(([tier, name, value]) => ({
      tier,
      name,
      bandwidth: {
        value: bytesPerSecond(value),
        provenance,
        source: SOURCE,
        ...interval(bytesPerSecond(value), bytesPerSecond),
      },
    })),
    computes: peaks.map(([format, value]) => ({
      unit: 'core',
      format,
      name: format,
      peak: {
        value: flopsPerSecond(value),
        provenance,
        source: SOURCE,
        ...interval(flopsPerSecond(value), flopsPerSecond),
      },
    })),
    ridges: tiers.flatMap(([tier, , bandwidth]) =>
      peaks.map(([format, peak]) => ({
        tier,
        format,
        intensity: flopsPerByte(peak / bandwidth),
        performance: flopsPerSecond(peak),
      })),
    ),
  };
}

export const accelerator = exampleRoofline(
  [
    ['registers', 'Shared memory', 33e12],
    ['l2', 'L2', 5.5e12],
    ['hbm', 'HBM3', 3.35e12],
    ['host', 'Host, over PCIe', 64e9],
  ],
  [
    ['f32', 67e12],
    ['f16', 989e12],
    ['bf16', 989e12],
    ['fp8', 1979e12],
    ['int8', 1979e12],
  ],
);

export const measuredDevice = exampleRoofline(
  [
    ['cache', 'Cache', 2.31e12],
    ['memory', 'Memory', 402e9],
  ],
  [['f32', 11e12]],
  'measured',
  0.02,
);

interface Work {
  readonly subject: string;
  readonly label?: string;
  readonly category: string;
  readonly flop: number;
  /** Bytes at each boundary. */
  readonly traffic: Readonly<Record<string, number>>;
  readonly kind?: RooflinePoint['kind'];
  /** Time over the modelled time, for a measured point. */
  readonly slower?: number;
}

/** Points of one piece of work at each boundary, by the roofline alone. */
export function examplePoints(roofline: Roofline, format: NumberFormat, work: Work): readonly RooflinePoint[] {
  const peak = roofline.computes.find((ceiling) => ceiling.format === format)?.peak.value ?? 1e12;
  const times = roofline.bandwidths.map(
    ({ tier, bandwidth }) => [tier, (work.traffic[tier] ?? 0) / bandwidth.value] as const,
  );
  const [boundBy, modelled] = [...times, ['compute', work.flop / peak] as const].reduce((a, b) =>
    b[1] > a[1] ? b : a,
  );
  const time = modelled * (work.slower ?? 1);
  const measured = work.slower !== undefined;
  return times.flatMap(([tier]) => {
    const traffic = work.traffic[tier];
    if (!traffic) return [];
    const performance = work.flop / time;
    return [
      {
        id: `${work.subject}@${tier}`,
        subject: work.subject,
        label: work.label ?? work.subject,
        kind: work.kind ?? 'layer',
        category: work.category,
        boundary: tier,
        intensity: flopsPerByte(work.flop / traffic),
        performance: flopsPerSecond(performance),
        provenance: measured ? 'measured' : 'modelled',
        time: seconds(time),
        boundBy,
        ofRoof: modelled / time,
        explanation: `Bound by ${boundBy}.`,
        ...(measured && {
          interval: [flopsPerSecond(performance * 0.94), flopsPerSecond(performance * 1.06)] as const,
          twin: { performance: flopsPerSecond(work.flop / modelled), error: modelled / time - 1 },
        }),
      } satisfies RooflinePoint,
    ];
  });
}

/** Fifty layers shaped like a residual network's: convolutions, normalisations, activations, additions. */
export function residualNetwork(
  roofline: Roofline = accelerator,
  format: NumberFormat = 'f16',
): readonly RooflinePoint[] {
  const points: RooflinePoint[] = [];
  const add = (subject: string, category: string, flop: number, bytes: number) =>
    points.push(
      ...examplePoints(roofline, format, {
        subject,
        category,
        flop,
        traffic: Object.fromEntries(
          roofline.bandwidths.slice(0, 3).map(({ tier }, index) => [tier, bytes * ([9, 2.2, 1][index] ?? 1)]),
        ),
      }),
    );
  add('conv1', 'convolution', 2.4e8 * 8, 2.7e6 * 8);
  for (const [stage, channels, side, blocks] of [
    [1, 64, 56, 3],
    [2, 128, 28, 4],
    [3, 256, 14, 6],
    [4, 512, 7, 3],
  ] as const)
    for (let block = 0; block < blocks; block++) {
      const pixels = side * side * 8;
      const name = `layer${stage}.${block}`;
      add(
        `${name}.conv2`,
        'convolution',
        18 * channels * channels * pixels,
        4 * channels * pixels + 18 * channels ** 2,
      );
      add(`${name}.conv3`, 'convolution', 8 * channels * channels * pixels, 10 * channels * pixels + 8 * channels ** 2);
      if (block === 0) add(`${name}.bn2`, 'normalisation', 4 * channels * pixels, 4 * channels * pixels);
      if (block === 0) add(`${name}.relu`, 'activation', channels * pixels, 4 * channels * pixels);
      add(`${name}.add`, 'elementwise', 4 * channels * pixels, 24 * channels * pixels);
    }
  add('avgpool', 'pooling', 2048 * 49 * 8, 2048 * 51 * 8 * 2);
  add('fc', 'matmul', 2 * 2048 * 1000 * 8, 2048 * 1000 * 2);
  return points;
}

/** Four matmul kernels measured at two boundaries. */
export const measuredKernels: readonly RooflinePoint[] = (
  [
    ['naive', 4, 1.13],
    ['strided', 34, 0.9],
    ['tiled-16', 0.25, 1.18],
    ['register', 0.0625, 1.2],
  ] as const
).flatMap(([subject, requested, slower]) =>
  examplePoints(measuredDevice, 'f32', {
    subject: `matmul/${subject}`,
    label: `matmul/${subject} 1024×1024×1024`,
    category: 'matmul',
    kind: 'kernel',
    flop: 2 ** 31,
    traffic: { cache: 2 ** 31 * requested, memory: 2 ** 31 / 170 },
    slower,
  }),
);

export const tiersOf = (roofline: Roofline): readonly string[] => roofline.bandwidths.map((ceiling) => ceiling.tier);
