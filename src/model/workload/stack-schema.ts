import * as v from 'valibot';
import { err, ok, type Result } from '#core/result.ts';
import { readFields, shown } from './fields.ts';
import { inheritedKey } from './json-keys.ts';
import type { FieldValues, Layer, Stack, StackFault, StackItem } from './layer.ts';
import { nameFault } from './names.ts';
import { layerKind, layerKinds } from './registry.ts';
import { MAX_LAYERS, MAX_TIMES } from './resolve.ts';
import { MAX_EXTENT } from './resolve-layer.ts';

/** Messages are what a value must be: the fault puts the path and the value before them. */
const count = (max: number) => {
  const wanted = `give a whole number from 1 to ${max.toLocaleString('en')}`;
  return v.pipe(v.number(wanted), v.safeInteger(wanted), v.minValue(1, wanted), v.maxValue(max, wanted));
};
const text = (max: number) => {
  const wanted = `give a text of 1 to ${max} characters`;
  return v.pipe(v.string(wanted), v.minLength(1, wanted), v.maxLength(max, wanted));
};
/** The length is checked before the items, so that a list without end is refused at once. */
const list = <T extends v.GenericSchema>(item: T, max: number, wanted: string) =>
  v.pipe(v.array(v.unknown(), wanted), v.maxLength(max, `${wanted}, at most ${max}`), v.array(item));

const Name = v.pipe(
  v.string('give a name'),
  v.check(
    (name) => nameFault(name) === null,
    (issue) => `it ${nameFault(issue.input)}`,
  ),
);
const FIELDS = 'give an object of field values';
const isObject = (input: unknown): boolean => typeof input === 'object' && input !== null && !Array.isArray(input);
const LAYER = 'give a layer: { "name", "kind", "inputs", "fields" }';
const LayerSchema = v.strictObject(
  {
    name: Name,
    kind: v.pipe(
      v.string('give a kind of layer'),
      v.check((kind) => kind !== 'repeat', 'a repeat group may not hold another; move its layers out'),
      v.check(
        (kind) => layerKind(kind) !== undefined,
        () => `give ${layerKinds.map(({ kind }) => kind).join(', ')} or repeat`,
      ),
    ),
    inputs: v.optional(list(text(90), 16, 'give a list of names of earlier layers')),
    fields: v.optional(v.pipe(v.unknown(), v.check(isObject, FIELDS), v.record(v.string(), v.unknown(), FIELDS)), {}),
  },
  LAYER,
);
const GroupSchema = v.strictObject(
  {
    name: Name,
    kind: v.literal('repeat'),
    times: count(MAX_TIMES),
    layers: list(LayerSchema, MAX_LAYERS, 'give a list of layers'),
  },
  'give a repeat group: { "name", "kind": "repeat", "times", "layers" }',
);
const isRepeat = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'kind' in input && input.kind === 'repeat';
const ItemSchema = v.lazy((input): typeof LayerSchema | typeof GroupSchema =>
  isRepeat(input) ? GroupSchema : LayerSchema,
);
const StackSchema = v.strictObject(
  {
    id: v.optional(text(80), 'custom'),
    name: text(200),
    input: v.strictObject(
      {
        shape: v.pipe(
          list(count(MAX_EXTENT), 6, 'give the extents of one sample, without the batch'),
          v.minLength(1, 'give at least one extent'),
        ),
        indices: v.optional(v.boolean('give true or false')),
      },
      'give { "shape": the extents of one sample, "indices": true for token ids }',
    ),
    layers: list(ItemSchema, MAX_LAYERS, 'give a list of layers and repeat groups'),
  },
  'give a stack: { "name", "input", "layers" }',
);
type ParsedLayer = v.InferOutput<typeof LayerSchema>;

const fault = (field: string, message: string): { readonly ok: false; readonly error: StackFault } =>
  err(field === '' ? { message } : { field, message });

/** `layers[3].fields.kernel` */
function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = '';
  for (const { key } of issue.path ?? [])
    path += typeof key === 'number' ? `[${key}]` : `${path && '.'}${shown(key).slice(0, 40)}`;
  return path.replaceAll('"', '');
}

function issueFault(issue: v.BaseIssue<unknown>): { readonly ok: false; readonly error: StackFault } {
  const path = pathOf(issue);
  const value = shown(issue.input);
  if (issue.expected === 'never') return fault(path, `${path} is not known here; remove it or spell it otherwise`);
  if (issue.input === undefined) return fault(path, `${path || 'the stack'} is missing; ${issue.message}`);
  return fault(path, `${path || 'the stack'} is ${value}; ${issue.message}`);
}

function toLayer({ name, kind, inputs, fields }: ParsedLayer, path: string): Result<Layer, StackFault> {
  const described = layerKind(kind);
  if (described === undefined) return fault(`${path}.kind`, `${path}.kind is unknown`);
  const read = readFields(described, fields);
  if (!read.ok) {
    const field = `${path}.fields.${read.error.field}`;
    return err({ layer: name, field, message: `${field} ${read.error.message}` });
  }
  return ok({ name, kind, ...(inputs !== undefined && { inputs }), fields: read.value });
}

function toItem(item: v.InferOutput<typeof ItemSchema>, path: string): Result<StackItem, StackFault> {
  if (!('layers' in item)) return toLayer(item, path);
  const layers: Layer[] = [];
  for (const [index, inner] of item.layers.entries()) {
    const layer = toLayer(inner, `${path}.layers[${index}]`);
    if (!layer.ok) return layer;
    layers.push(layer.value);
  }
  return ok({ ...item, layers });
}

/**
 * A stack from JSON of any origin. Fields left out stay out and have their defaults. A fault names the path of what is wrong,
 * such as `layers[3].fields.kernel`, and what it takes. Names and shapes are `resolveStack`'s to check. Never throws.
 */
export function parseStack(json: unknown): Result<Stack, StackFault> {
  const parsed = v.safeParse(StackSchema, json, { abortEarly: true });
  if (!parsed.success) return issueFault(parsed.issues[0]);
  const inherited = inheritedKey(json);
  if (inherited !== null) return fault(inherited, `${inherited} is not known here; remove it or spell it otherwise`);
  const { id, name, input } = parsed.output;
  const layers: StackItem[] = [];
  for (const [index, item] of parsed.output.layers.entries()) {
    const read = toItem(item, `layers[${index}]`);
    if (!read.ok) return read;
    layers.push(read.value);
  }
  const { shape, indices } = input;
  return ok({ id, name, input: { shape, ...(indices !== undefined && { indices }) }, layers });
}

interface LayerJson {
  readonly name: string;
  readonly kind: string;
  readonly inputs?: readonly string[];
  readonly fields?: FieldValues;
}

const layerToJson = ({ name, kind, inputs, fields }: Layer): LayerJson => ({
  name,
  kind,
  ...(inputs !== undefined && { inputs }),
  ...(Object.keys(fields).length > 0 && { fields }),
});

/** The stack as `parseStack` reads it. */
export const stackToJson = ({ id, name, input, layers }: Stack) => ({
  id,
  name,
  input,
  layers: layers.map((item) =>
    'layers' in item ? { ...item, layers: item.layers.map(layerToJson) } : layerToJson(item),
  ),
});
