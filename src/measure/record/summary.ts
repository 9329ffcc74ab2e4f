import * as v from 'valibot';
import { err, ok, type Result } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import { list, named } from './bounded.ts';
import { adapterName } from './export.ts';
import { type LinkedTiers, linkedTiers, linkedTiersSchema, tiersFromLink } from './linked-tiers.ts';
import { goesSomewhere, NO_HOPS } from './measurement-checks.ts';
import { measurementId } from './measurement-id.ts';
import type { Measurement, Run } from './record.ts';
import { costSchema, fieldOf, MAX_SIZES, messageOf, ROLES, type RunFault } from './run-schema.ts';

/** What a link carries of one measurement. */
export type SummaryPoint = Pick<Measurement, 'kernel' | 'problem' | 'role' | 'median' | 'interval' | 'cost'>;

/** A bounded extract of a run for links: no samples, times to four digits. A reader sees it labelled RECORDED. */
export interface RunSummary {
  readonly version: 1;
  readonly engine: Run['engine'];
  readonly device: string;
  readonly fallback: boolean;
  /** `Chrome 156, Linux`. */
  readonly environment: string;
  readonly at: string;
  readonly subgroupWidth: number | null;
  readonly points: readonly SummaryPoint[];
  /** The tiers that a discovery found; left out where the run has none. */
  readonly machine?: LinkedTiers;
}

export const MAX_SUMMARY_POINTS = 16;

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Headless)?(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/([\d.]+).*Safari/, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** A user agent as a person would say it, `Chrome 156, Linux`; any other text is cut to 60 characters. */
export function shortEnvironment(environment: string): string {
  const found = BROWSERS.map(([pattern, name]) => {
    const version = pattern.exec(environment)?.[1];
    return version === undefined ? null : `${name} ${version}`;
  }).find((text) => text !== null);
  if (found === undefined) return environment.slice(0, 60);
  const system = SYSTEMS.find(([pattern]) => pattern.test(environment));
  return system ? `${found}, ${system[1]}` : found;
}

const fourDigits = (value: number) => seconds(Number(value.toPrecision(4)));

/** Invocations that access memory together, where the adapter has one answer. */
export const knownSubgroupWidth = ({ subgroupMinSize, subgroupMaxSize }: Run['adapter']): number | null =>
  subgroupMinSize !== null && subgroupMinSize === subgroupMaxSize ? subgroupMinSize : null;

const CEILINGS: ReadonlySet<Measurement['role']> = new Set(['memory-bandwidth', 'cache-bandwidth', 'compute-peak']);

/**
 * Ceilings first, since the roofs of a reader's chart stand on them; then points in the order measured. Points of curves stay
 * with the writer: the tiers found in them go along. So do a stack's layers, which are too many for a link.
 */
export function summarise(run: Run): RunSummary {
  const ordered = [
    ...run.measurements.filter(({ role }) => CEILINGS.has(role)),
    ...run.measurements.filter(({ role }) => role === 'point' || role === 'edited'),
  ];
  return {
    version: 1,
    engine: run.engine,
    device: adapterName(run).slice(0, 80),
    fallback: run.adapter.fallback,
    environment: shortEnvironment(run.environment),
    at: run.startedAt,
    subgroupWidth: knownSubgroupWidth(run.adapter),
    points: ordered.slice(0, MAX_SUMMARY_POINTS).map(({ kernel, problem, role, median, interval, cost }) => ({
      kernel,
      problem,
      role,
      median: fourDigits(median),
      interval: [fourDigits(interval[0]), fourDigits(interval[1])],
      cost,
    })),
    ...(run.machine && { machine: linkedTiers(run.machine) }),
  };
}

const duration = v.pipe(v.number(), v.finite(), v.minValue(1e-15), v.maxValue(86_400));
const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const summarySchema = v.object({
  version: v.literal(1),
  engine: v.picklist(['webgpu', 'cpu']),
  device: v.pipe(v.string(), v.maxLength(80)),
  fallback: v.boolean(),
  environment: v.pipe(v.string(), v.maxLength(60)),
  at: v.pipe(v.string(), v.maxLength(40), v.isoTimestamp()),
  subgroupWidth: v.nullable(v.pipe(size, v.minValue(1), v.maxValue(1024))),
  points: list(
    v.pipe(
      v.object({
        kernel: v.pipe(v.string(), v.maxLength(60), v.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'expected family/variant')),
        problem: named(size, MAX_SIZES, 40),
        role: v.picklist(ROLES),
        median: duration,
        interval: v.tuple([duration, duration]),
        cost: costSchema,
      }),
      v.check(
        ({ median, interval: [low, high] }) => low <= median && median <= high,
        'expected an interval that holds the median',
      ),
      v.forward(
        v.check((one) => goesSomewhere(one), NO_HOPS),
        ['problem'],
      ),
    ),
    MAX_SUMMARY_POINTS,
  ),
  machine: v.exactOptional(linkedTiersSchema),
});

/** Reads a summary from a link. Never throws. */
export function parseSummary(json: unknown): Result<RunSummary, RunFault> {
  const parsed = v.safeParse(summarySchema, json, { abortEarly: true });
  if (parsed.success) return ok(parsed.output as unknown as RunSummary);
  const [issue] = parsed.issues;
  return err({ field: fieldOf(issue), message: messageOf(issue) });
}

/** The run that a link's reader sees. Samples, clock and checks stayed with the writer: a note says so. */
export function runFromSummary(summary: RunSummary): Run {
  return {
    version: 1,
    id: `link ${summary.at}`,
    engine: summary.engine,
    suite: 'link',
    startedAt: summary.at,
    seconds: seconds(0),
    adapter: {
      vendor: '',
      architecture: '',
      device: '',
      description: summary.device,
      fallback: summary.fallback,
      subgroupMinSize: summary.subgroupWidth,
      subgroupMaxSize: summary.subgroupWidth,
      features: [],
      limits: {},
    },
    environment: summary.environment,
    measurements: summary.points.map((point, index) => ({
      ...point,
      id: `${measurementId(point)}${summary.points.findIndex((other) => measurementId(other) === measurementId(point)) < index ? ` #${index}` : ''}`,
      samples: [],
      dispatches: 1,
      clock: { kind: 'timestamp-query', resolution: seconds(0) },
      compileTime: seconds(0),
      verified: { rowsChecked: 0, rows: 0, worst: 0, whole: false },
      at: summary.at,
      notes: ['From a link: verified when it was measured, but samples, clock and checks are not in the link.'],
    })),
    ...(summary.machine && {
      machine: tiersFromLink(summary.machine, `${summary.device}, ${summary.environment}, ${summary.at.slice(0, 10)}`),
    }),
    faults: [],
  };
}
