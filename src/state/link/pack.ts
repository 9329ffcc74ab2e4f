import { isRecord, type Json } from '../json.ts';
import { ByteWriter } from './bytes.ts';
import {
  AS_FLOAT64,
  type Cell,
  CLASS,
  CONTENT_CLASSES,
  classOf,
  LONGEST_MANTISSA,
  MODE,
  numberHead,
} from './columns.ts';

/** Plain data as bytes; `unpackJson` reads them. */
export function packJson(value: Json): Uint8Array {
  const writer = new ByteWriter();
  writeColumn(writer, [value]);
  return writer.finish();
}

function writeColumn(writer: ByteWriter, values: readonly Cell[]): void {
  if (values.length === 0) return;
  const keys = values.map((value) => JSON.stringify(value) ?? '');
  const distinct = new Map(keys.map((key, index) => [key, values[index]]));
  if (values.length > 1 && distinct.size === 1) {
    const value = values[0];
    writer.byte(MODE.same + classOf(value));
    writeBody(writer, classOf(value), [value]);
    return;
  }
  if (values.length >= 4 && distinct.size <= values.length / 2) {
    const order = [...distinct.keys()];
    writer.byte(MODE.dictionary);
    writer.natural(distinct.size);
    writeColumn(writer, [...distinct.values()]);
    for (const key of keys) writer.natural(order.indexOf(key));
    return;
  }
  const classes = values.map(classOf);
  const first = classes[0] ?? CLASS.absent;
  if (classes.every((valueClass) => valueClass === first)) {
    writer.byte(MODE.plain + first);
    writeBody(writer, first, values);
    return;
  }
  writer.byte(MODE.plain + CLASS.mixed);
  for (const valueClass of classes) writer.byte(valueClass);
  for (const content of CONTENT_CLASSES)
    writeBody(
      writer,
      content,
      values.filter((_, index) => classes[index] === content),
    );
}

function writeBody(writer: ByteWriter, valueClass: number, values: readonly Cell[]): void {
  if (values.length === 0) return;
  switch (valueClass) {
    case CLASS.natural:
      for (const value of values) writer.natural(Number(value));
      return;
    case CLASS.number:
      writeNumbers(writer, values.map(Number));
      return;
    case CLASS.string:
      writeStrings(writer, values.map(String));
      return;
    case CLASS.array: {
      const arrays = values.map((value) => (Array.isArray(value) ? (value as readonly Json[]) : []));
      writeColumn(
        writer,
        arrays.map((array) => array.length),
      );
      writeColumn(writer, arrays.flat());
      return;
    }
    case CLASS.object:
      writeTable(writer, values);
  }
}

/** The keys of all rows in alphabetical order, so that equal data gives equal bytes; then a column for each. */
function writeTable(writer: ByteWriter, rows: readonly Cell[]): void {
  const objects = rows.map((row) => (isRecord(row) ? row : {}));
  const keys = [
    ...new Set(objects.flatMap((object) => Object.keys(object).filter((key) => object[key] !== undefined))),
  ].sort();
  writer.natural(keys.length);
  writeStrings(writer, keys);
  for (const key of keys)
    writeColumn(
      writer,
      objects.map((object) => (Object.hasOwn(object, key) ? (object[key] as Cell) : undefined)),
    );
}

/** Each string as what it shares with the one before it and the rest: names of layers mostly share their beginning. */
function writeStrings(writer: ByteWriter, strings: readonly string[]): void {
  let before = '';
  for (const string of strings) {
    let shared = 0;
    while (shared < string.length && string[shared] === before[shared]) shared++;
    // A surrogate pair is not cut in two.
    if (/[\ud800-\udbff]/.test(string[shared - 1] ?? '')) shared--;
    writer.natural(shared);
    writer.text(string.slice(shared));
    before = string;
  }
}

interface Decimal {
  readonly mantissa: number;
  readonly power: number;
}

/** Shortest decimal digits (3.35e12 is 335 and 10); null where they are longer than the float64 itself. */
function decimalOf(value: number): Decimal | null {
  const [digits = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const mantissa = Number(whole + fraction);
  return mantissa < LONGEST_MANTISSA ? { mantissa, power: Number(exponent) - fraction.length } : null;
}

/** Signs and powers of ten in a column of their own: in one list they are mostly alike. */
function writeNumbers(writer: ByteWriter, values: readonly number[]): void {
  const decimals = values.map(decimalOf);
  writeColumn(
    writer,
    values.map((value, index) => {
      const decimal = decimals[index];
      return decimal ? numberHead(decimal.power, value < 0) : AS_FLOAT64;
    }),
  );
  values.forEach((value, index) => {
    const decimal = decimals[index];
    if (decimal) writer.natural(decimal.mantissa);
    else writer.float64(value);
  });
}
