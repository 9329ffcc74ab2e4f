import * as v from 'valibot';

/** Whether an object has at most so many fields: counts no further. */
function hasAtMost(most: number, value: object): boolean {
  let count = 0;
  for (const _ in value) if (++count > most) return false;
  return true;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** An array of at most `most` items. Its length comes before its items, so that a hostile length costs nothing. */
export const list = <T>(
  item: v.GenericSchema<unknown, T>,
  most: number,
  message = `expected at most ${most} entries`,
) =>
  v.pipe(
    v.custom<readonly unknown[]>(Array.isArray, 'expected a list'),
    v.check((items) => items.length <= most, message),
    v.array(item),
  );

/** Values by name: at most `most`, each name at most `longest` characters. Their count comes before they are read. */
export const named = <T>(value: v.GenericSchema<unknown, T>, most: number, longest: number) =>
  v.pipe(
    v.custom<object>(isObject, 'expected an object'),
    v.check((entries) => hasAtMost(most, entries), `expected at most ${most} entries`),
    v.record(v.pipe(v.string(), v.maxLength(longest)), value),
  );
