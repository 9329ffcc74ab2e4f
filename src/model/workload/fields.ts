import { err, ok, type Result } from '#core/result.ts';
import type { FieldSpec, FieldValue, FieldValues, LayerKind } from './layer.ts';

export interface FieldFault {
  readonly field: string;
  /** What is wrong and what the field takes, without the field's name. */
  readonly message: string;
}

const grouped = (value: number): string => value.toLocaleString('en');
const isInteger = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;

/** The value as a fault shows it: short, whatever it is, and never asked to describe itself. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.slice(0, 8).map(shownInside).join(', ')}${value.length > 8 ? ', …' : ''}]`;
  return shownInside(value);
}
function shownInside(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** What a field takes, as the end of a sentence that begins "give". */
function fieldTakes(field: FieldSpec): string {
  switch (field.type) {
    case 'integer':
      return `a whole number from ${grouped(field.min)} to ${grouped(field.max)}`;
    case 'integers': {
      const { minLength, maxLength } = field;
      const count = minLength === maxLength ? `${minLength}` : `${minLength} to ${maxLength}`;
      return `${count} whole numbers from ${grouped(field.min)} to ${grouped(field.max)}`;
    }
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${field.options.join(', ')}`;
    case 'layer':
      return 'the name of an earlier layer, or nothing';
  }
}

/** A value from outside as the field holds it: a single number stands for a list of one. */
export function readField(field: FieldSpec, value: unknown): Result<FieldValue, string> {
  const fault = () => err(`is ${shown(value)}; give ${fieldTakes(field)}`);
  switch (field.type) {
    case 'integer':
      // Adding 0 turns −0, which JSON cannot hold, into 0.
      return isInteger(value, field.min, field.max) ? ok(value + 0) : fault();
    case 'integers': {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (list.length < field.minLength || list.length > field.maxLength) return fault();
      const numbers: number[] = [];
      for (const item of list) {
        if (!isInteger(item, field.min, field.max)) return fault();
        numbers.push(item + 0);
      }
      return ok(numbers);
    }
    case 'boolean':
      return typeof value === 'boolean' ? ok(value) : fault();
    case 'choice':
      return typeof value === 'string' && field.options.includes(value) ? ok(value) : fault();
    case 'layer':
      return typeof value === 'string' ? ok(value) : fault();
  }
}

/** The fields that were given, each checked. */
export function readFields(kind: LayerKind, given: Readonly<Record<string, unknown>>): Result<FieldValues, FieldFault> {
  const values: Record<string, FieldValue> = {};
  for (const key of Object.keys(given)) {
    const field = kind.fields.find((candidate) => candidate.key === key);
    if (field === undefined) {
      const known = kind.fields.map((candidate) => candidate.key).join(', ');
      const mend = known === '' ? `remove it: ${kind.kind} has no fields` : `${kind.kind} has ${known}`;
      return err({ field: shown(key).slice(1, -1), message: `is no field of ${kind.kind}; ${mend}` });
    }
    const value = readField(field, given[key]);
    if (!value.ok) return err({ field: key, message: value.error });
    values[key] = value.value;
  }
  return ok(values);
}

/** Every field of the kind, checked; those left out have their defaults. */
export function completeFields(kind: LayerKind, given: FieldValues): Result<FieldValues, FieldFault> {
  const values: Record<string, FieldValue> = {};
  let known = 0;
  for (const field of kind.fields) {
    const value = given[field.key];
    if (value === undefined) {
      values[field.key] = field.default;
      continue;
    }
    known++;
    const read = readField(field, value);
    if (!read.ok) return err({ field: field.key, message: read.error });
    values[field.key] = read.value;
  }
  if (Object.keys(given).length === known) return ok(values);
  // Something is given that the kind does not know: the slower way finds it.
  const read = readFields(kind, given);
  return read.ok ? ok(values) : read;
}
