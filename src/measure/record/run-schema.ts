import * as v from 'valibot';
import { err, ok, type Result } from '#core/result.ts';
import { list, named } from './bounded.ts';
import { discoverySchema } from './discovery-schema.ts';
import { editedSchema } from './edited.ts';
import { FAULT_KINDS } from './fault.ts';
import {
  goesSomewhere,
  isAmongItsSamples,
  isNamedByItsWork,
  isTimedAsVerified,
  isWithItsSource,
  NO_HOPS,
} from './measurement-checks.ts';
import { measurementId } from './measurement-id.ts';
import { MAX_MEASUREMENTS, MAX_SAMPLES, type Run } from './record.ts';
import { hasItsMeasurements, stackRunSchema } from './stack/stack-run-schema.ts';

/** Where a run's JSON is wrong: the field by path (`measurements[2].samples`) and what was expected. */
export interface RunFault {
  readonly field: string;
  readonly message: string;
}

/** Sizes of a problem: a convolution has 17. */
export const MAX_SIZES = 24;
/** An id names the kernel and all sizes of its problem. */
const MAX_ID = 1200;

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const finite = v.pipe(v.number(), v.finite());
const amount = v.pipe(finite, v.minValue(0), v.maxValue(1e24));
/** A dispatch takes between a femtosecond and a day. */
const duration = v.pipe(finite, v.minValue(1e-15), v.maxValue(86_400));
const wholeNumber = v.pipe(finite, v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const moment = v.pipe(v.string(), v.maxLength(40), v.isoTimestamp());

export const costSchema = v.pipe(
  v.object({
    flop: amount,
    requested: amount,
    moved: amount,
    useful: amount,
    tiled: amount,
    compulsory: amount,
    workgroup: v.exactOptional(amount),
  }),
  v.check((cost) => cost.useful <= cost.moved, 'useful bytes are at most the moved ones'),
);

export const clockSchema = v.object({
  kind: v.picklist(['timestamp-query', 'wall']),
  resolution: v.pipe(finite, v.minValue(0), v.maxValue(10)),
});

const verificationSchema = v.pipe(
  v.object({
    rowsChecked: wholeNumber,
    rows: wholeNumber,
    worst: v.pipe(finite, v.minValue(0), v.maxValue(1)),
    whole: v.boolean(),
  }),
  v.check((checked) => checked.rowsChecked <= checked.rows, 'more rows checked than there are'),
);

export const ROLES = [
  'memory-bandwidth',
  'cache-bandwidth',
  'compute-peak',
  'point',
  'sweep',
  'layer',
  'edited',
] as const;

export const measurementSchema = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID)),
    kernel: v.pipe(name, v.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'expected family/variant')),
    problem: named(wholeNumber, MAX_SIZES, 40),
    role: v.picklist(ROLES),
    edited: v.exactOptional(editedSchema),
    cost: costSchema,
    samples: list(duration, MAX_SAMPLES),
    median: duration,
    interval: v.tuple([duration, duration]),
    dispatches: v.pipe(wholeNumber, v.minValue(1)),
    clock: clockSchema,
    compileTime: v.pipe(finite, v.minValue(0), v.maxValue(86_400)),
    verified: verificationSchema,
    at: moment,
    notes: list(text(400), 32),
  }),
  v.check(
    ({ median, interval: [low, high] }) => low <= median && median <= high,
    'expected an interval that holds the median',
  ),
  v.forward(
    v.check(
      (one) => isNamedByItsWork(one),
      ({ input }) => `expected ${measurementId(input)}`,
    ),
    ['id'],
  ),
  v.forward(
    v.check((one) => isAmongItsSamples(one), 'expected a median between the least and the greatest sample'),
    ['median'],
  ),
  v.forward(
    v.check((one) => isTimedAsVerified(one), 'expected checked rows where there are samples, and only there'),
    ['verified'],
  ),
  v.forward(
    v.check((one) => isWithItsSource(one), 'expected the source of an edited kernel, and of no other'),
    ['edited'],
  ),
  v.forward(
    v.check((one) => goesSomewhere(one), NO_HOPS),
    ['problem'],
  ),
);

const edge = v.pipe(wholeNumber, v.minValue(1), v.maxValue(1024));
const component = v.pipe(v.string(), v.minLength(1), v.maxLength(20));
const subgroupMatrixSchema = v.object({
  M: edge,
  N: edge,
  K: edge,
  componentType: component,
  resultComponentType: component,
});

export const adapterSchema = v.object({
  vendor: text(200),
  architecture: text(200),
  device: text(200),
  description: text(400),
  fallback: v.boolean(),
  subgroupMinSize: v.nullable(v.pipe(wholeNumber, v.maxValue(1024))),
  subgroupMaxSize: v.nullable(v.pipe(wholeNumber, v.maxValue(1024))),
  features: list(text(100), 200),
  languageFeatures: v.exactOptional(list(text(100), 200)),
  subgroupMatrixConfigs: v.exactOptional(list(subgroupMatrixSchema, 256)),
  memory: v.exactOptional(wholeNumber),
  limits: named(finite, 200, 60),
});

export const faultSchema = v.object({
  kind: v.picklist(FAULT_KINDS),
  message: text(1000),
  kernel: v.exactOptional(text(120)),
  detail: v.exactOptional(text(4000)),
  reason: v.exactOptional(v.picklist(['unknown', 'destroyed'])),
});

const runFields = v.object({
  version: v.literal(1, 'expected 1: this run was written by another version'),
  id: name,
  engine: v.picklist(['webgpu', 'cpu']),
  suite: name,
  startedAt: moment,
  seconds: v.pipe(finite, v.minValue(0), v.maxValue(31_536_000)),
  adapter: adapterSchema,
  environment: text(600),
  measurements: v.pipe(
    list(measurementSchema, MAX_MEASUREMENTS),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two measurements share an id'),
  ),
  machine: v.exactOptional(discoverySchema),
  stack: v.exactOptional(stackRunSchema),
  faults: list(faultSchema, 32),
});

const runSchema = v.pipe(
  runFields,
  v.forward(
    v.check((run) => hasItsMeasurements(run), 'expected the ids of measurements of layers for its steps'),
    ['stack'],
  ),
);

/** `measurements[2].samples[0]` from a valibot issue. */
export function fieldOf(issue: v.BaseIssue<unknown>): string {
  let field = '';
  for (const step of issue.path ?? []) {
    const key: unknown = step.key;
    field += typeof key === 'number' ? `[${key}]` : `${field === '' ? '' : '.'}${String(key).slice(0, 60)}`;
  }
  return field === '' ? 'run' : field;
}

/** A message short enough to show, whatever the value it quotes. */
export const messageOf = (issue: v.BaseIssue<unknown>): string =>
  issue.message.length > 200 ? `${issue.message.slice(0, 200)}…` : issue.message;

/** Reads a run from parsed JSON of unknown origin. Keeps known fields only; never throws. */
export function parseRun(json: unknown): Result<Run, RunFault> {
  const parsed = v.safeParse(runSchema, json, { abortEarly: true });
  if (parsed.success) return ok(parsed.output as unknown as Run);
  const [issue] = parsed.issues;
  return err({ field: fieldOf(issue), message: messageOf(issue) });
}

/** Reads a run from text: a file, a fetched recording. */
export function parseRunText(json: string): Result<Run, RunFault> {
  try {
    return parseRun(JSON.parse(json));
  } catch {
    return err({ field: 'run', message: 'expected JSON' });
  }
}
