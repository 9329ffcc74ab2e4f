import * as v from 'valibot';
import { err, ok, type Result } from '#core/result.ts';
import type { Bytes, BytesPerSecond, FlopsPerSecond, JoulesPerBit, JoulesPerFlop, Seconds } from '#core/units.ts';
import { inheritedKey, pathText } from '../workload/json-keys.ts';
import { NUMBER_FORMATS } from '../workload/number-format.ts';
import { type ComputeUnit, type Machine, type MachineFault, TECHNOLOGIES, type Tier } from './machine.ts';
import { BOUNDS, quantitySchema } from './quantity-schema.ts';

export const MAX_TIERS = 12;
export const MAX_UNITS = 8;
/** Words that stand for something else wherever a tier is named. */
const RESERVED_IDS: readonly string[] = ['compute', 'launch', 'all'];

const text = (max: number) => v.pipe(v.string('give a text'), v.maxLength(max, `use at most ${max} characters`));
const id = v.pipe(
  v.string('give an id'),
  v.maxLength(40, 'use at most 40 characters'),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and hyphens'),
);
const instances = v.optional(
  v.pipe(
    v.number('give a whole number'),
    v.integer('give a whole number'),
    v.minValue(1, 'give at least 1'),
    v.maxValue(1e6, 'give at most 1000000'),
  ),
  1,
);
const unknown = null;

const tierSchema = v.strictObject({
  id: v.pipe(id, v.notValues(RESERVED_IDS, `use another id: ${RESERVED_IDS.join(', ')} are taken`)),
  name: v.optional(text(80)),
  technology: v.optional(v.picklist(TECHNOLOGIES, `give one of ${TECHNOLOGIES.join(', ')}`), 'unknown'),
  role: v.optional(v.picklist(['cache', 'store'], 'give cache or store')),
  instances,
  capacity: v.optional(quantitySchema<Bytes>(BOUNDS.capacity), unknown),
  readBandwidth: v.optional(quantitySchema<BytesPerSecond>(BOUNDS.bandwidth), unknown),
  writeBandwidth: v.optional(quantitySchema<BytesPerSecond>(BOUNDS.bandwidth), unknown),
  latency: v.optional(quantitySchema<Seconds>(BOUNDS.latency), unknown),
  energy: v.optional(quantitySchema<JoulesPerBit>(BOUNDS.energyPerBit), unknown),
});

const byFormat = <Schema extends v.GenericSchema>(schema: Schema) => {
  const wanted = 'give an object of figures by number format, such as { "f32": 1e12 }';
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(
      (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
      wanted,
    ),
    v.record(v.picklist(NUMBER_FORMATS, `give one of ${NUMBER_FORMATS.join(', ')}`), schema, wanted),
  );
};

const unitSchema = v.strictObject({
  id: v.optional(id, 'core'),
  name: v.optional(text(80)),
  tier: v.optional(id),
  instances,
  peaks: byFormat(quantitySchema<FlopsPerSecond>(BOUNDS.peak)),
  energy: v.optional(byFormat(quantitySchema<JoulesPerFlop>(BOUNDS.energyPerFlop)), {}),
  operandStore: v.optional(quantitySchema<Bytes>(BOUNDS.capacity), unknown),
  bandwidth: v.optional(quantitySchema<BytesPerSecond>(BOUNDS.bandwidth)),
  tierEnergy: v.optional(quantitySchema<JoulesPerBit>(BOUNDS.energyPerBit)),
  launchOverhead: v.optional(quantitySchema<Seconds>(BOUNDS.launchOverhead), unknown),
});

const machineSchema = v.strictObject({
  id: v.optional(id, 'custom'),
  name: v.optional(text(80)),
  describe: v.optional(text(400), ''),
  tiers: v.pipe(
    v.array(tierSchema, 'give a list of tiers, nearest to compute first'),
    v.minLength(1, 'give at least one tier'),
    v.maxLength(MAX_TIERS, `give at most ${MAX_TIERS} tiers`),
  ),
  units: v.pipe(
    v.array(unitSchema, 'give a list of compute units'),
    v.minLength(1, 'give at least one compute unit'),
    v.maxLength(MAX_UNITS, `give at most ${MAX_UNITS} units`),
  ),
  subgroupWidth: v.optional(quantitySchema(BOUNDS.subgroupWidth), unknown),
  sector: v.optional(quantitySchema<Bytes>(BOUNDS.sector), unknown),
});
type Parsed = v.InferOutput<typeof machineSchema>;

const fault = (field: string, message: string) => err<MachineFault>({ field, message });

/** `tiers[1].capacity` from the path of an issue. */
const fieldOf = (issue: v.BaseIssue<unknown>): string =>
  pathText((issue.path ?? []).map(({ key }) => key)) || 'machine';

const NOT_A_FIELD = 'is not a field of a machine; remove it';

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return NOT_A_FIELD;
  return issue.received === 'undefined' ? 'is missing; give it' : 'give an object';
}

/** What one list repeats, by index. */
function repeated(ids: readonly string[]): number {
  return ids.findIndex((each, index) => ids.indexOf(each) !== index);
}

function assemble({ tiers, units, ...rest }: Parsed): Result<Machine, MachineFault> {
  const twin = repeated(tiers.map((tier) => tier.id));
  if (twin >= 0) return fault(`tiers[${twin}].id`, `"${tiers[twin]?.id}" names an earlier tier too; use another id`);
  const copy = repeated(units.map((unit) => unit.id));
  if (copy >= 0) return fault(`units[${copy}].id`, `"${units[copy]?.id}" names an earlier unit too; use another id`);

  const last = tiers.length - 1;
  if (tiers[last]?.role === 'cache')
    return fault(`tiers[${last}].role`, 'the farthest tier is where tensors live; make it a store');
  const nearest = tiers[0]?.id ?? '';
  const stray = units.findIndex((unit) => unit.tier !== undefined && !tiers.some((tier) => tier.id === unit.tier));
  if (stray >= 0) {
    const known = tiers.map((tier) => tier.id).join(', ');
    return fault(`units[${stray}].tier`, `"${units[stray]?.tier}" is not a tier; give one of ${known}`);
  }
  return ok({
    ...rest,
    name: rest.name ?? rest.id,
    tiers: tiers.map(
      (tier, index): Tier => ({
        ...tier,
        name: tier.name ?? tier.id,
        role: tier.role ?? (index === last ? 'store' : 'cache'),
      }),
    ),
    units: units.map(
      ({ bandwidth, tierEnergy, ...unit }): ComputeUnit => ({
        ...unit,
        name: unit.name ?? unit.id,
        tier: unit.tier ?? nearest,
        ...(bandwidth !== undefined && { bandwidth }),
        ...(tierEnergy !== undefined && { tierEnergy }),
      }),
    ),
  });
}

/**
 * A machine from JSON. SI base units: bytes, bytes a second, seconds, joules, FLOP a second. Tiers nearest to compute
 * first.
 *
 * A figure is a number (provenance `spec`, source `file`), `{value, provenance, source}`, or null where unknown. Left
 * out: ids of the machine (`custom`) and of a unit (`core`), names (the id), roles (`cache`, the farthest `store`),
 * instances (1), a unit's tier (the nearest), every other figure (unknown). An unknown write bandwidth means that
 * writes share the read bandwidth. At least one tier and one unit; the farthest tier is a store. Errors name the first
 * wrong field by path.
 */
export function parseMachine(json: unknown): Result<Machine, MachineFault> {
  const parsed = v.safeParse(machineSchema, json, { abortEarly: true });
  if (!parsed.success) return fault(fieldOf(parsed.issues[0]), messageOf(parsed.issues[0]));
  const inherited = inheritedKey(json);
  return inherited === null ? assemble(parsed.output) : fault(inherited, NOT_A_FIELD);
}

/** The machine as plain JSON that `parseMachine` reads back the same. */
export const machineToJson = (machine: Machine): unknown => JSON.parse(JSON.stringify(machine));
