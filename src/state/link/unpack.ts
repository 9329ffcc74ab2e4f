import type { Json } from '../json.ts';
import { ByteReader, DamagedLink } from './bytes.ts';
import { AS_FLOAT64, type Cell, CLASS, CONTENT_CLASSES, MODE, readHead } from './columns.ts';

/** Bounds on what a few bytes may ask for: a column of one value says how often it stands. */
export const MOST_VALUES = 100_000;
const MOST_CHARACTERS = 1_000_000;
const DEEPEST = 24;

/** Reads what `packJson` wrote. Throws `DamagedLink` on anything else, after bounded work. */
export function unpackJson(bytes: Uint8Array): Json {
  const unpacker = new Unpacker(bytes);
  const [value] = unpacker.column(1, 0);
  if (value === undefined || !unpacker.atEnd) throw new DamagedLink('it holds no document');
  return value;
}

class Unpacker {
  readonly #reader: ByteReader;
  #values = 0;
  #characters = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes);
  }

  get atEnd(): boolean {
    return this.#reader.atEnd;
  }

  column(count: number, depth: number): readonly Cell[] {
    this.#values += count;
    if (this.#values > MOST_VALUES || depth > DEEPEST) throw new DamagedLink('it asks for too much');
    if (count === 0) return [];
    const head = this.#reader.byte();
    if (head === MODE.dictionary) return this.#dictionary(count, depth);
    if (head === MODE.plain + CLASS.mixed) return this.#mixed(count, depth);
    if (head >= MODE.same) {
      const [value] = this.#body(head - MODE.same, 1, depth);
      return Array.from({ length: count }, () => value);
    }
    return this.#body(head - MODE.plain, count, depth);
  }

  #dictionary(count: number, depth: number): readonly Cell[] {
    const size = this.#reader.natural();
    const distinct = this.column(size, depth + 1);
    return Array.from({ length: count }, () => {
      const index = this.#reader.natural();
      if (index >= size) throw new DamagedLink('it names a value that it does not hold');
      return distinct[index];
    });
  }

  #mixed(count: number, depth: number): readonly Cell[] {
    const classes = Array.from({ length: count }, () => this.#reader.byte());
    const columns = new Map<number, Iterator<Cell>>();
    for (const content of CONTENT_CLASSES) {
      const length = classes.filter((valueClass) => valueClass === content).length;
      columns.set(content, this.#body(content, length, depth)[Symbol.iterator]());
    }
    return classes.map((valueClass) => {
      const column = columns.get(valueClass);
      return column ? column.next().value : this.#body(valueClass, 1, depth)[0];
    });
  }

  #body(valueClass: number, count: number, depth: number): readonly Cell[] {
    const each = (read: () => Cell) => Array.from({ length: count }, read);
    switch (valueClass) {
      case CLASS.absent:
        return each(() => undefined);
      case CLASS.null:
        return each(() => null);
      case CLASS.false:
        return each(() => false);
      case CLASS.true:
        return each(() => true);
      case CLASS.natural:
        return each(() => this.#reader.natural());
      case CLASS.number:
        return this.#numbers(count, depth);
      case CLASS.string:
        return this.#strings(count);
      case CLASS.array:
        return this.#arrays(count, depth);
      case CLASS.object:
        return this.#table(count, depth);
      default:
        throw new DamagedLink('it holds a value of no known kind');
    }
  }

  #numbers(count: number, depth: number): readonly number[] {
    return this.column(count, depth + 1).map((head) => {
      if (typeof head !== 'number') throw new DamagedLink('it holds a number that is none');
      if (head === AS_FLOAT64) return this.#reader.float64();
      const { power, negative } = readHead(head);
      const value = Number(`${this.#reader.natural()}e${power}`);
      if (!Number.isFinite(value)) throw new DamagedLink('it holds a number that is not finite');
      return negative ? -value : value;
    });
  }

  #string(before: string): string {
    const shared = this.#reader.natural();
    if (shared > before.length) throw new DamagedLink('it shares a text that it does not hold');
    const string = before.slice(0, shared) + this.#reader.text();
    this.#characters += string.length;
    if (this.#characters > MOST_CHARACTERS) throw new DamagedLink('it asks for too much');
    return string;
  }

  #strings(count: number): readonly string[] {
    const strings: string[] = [];
    for (let index = 0; index < count; index++) strings.push(this.#string(strings.at(-1) ?? ''));
    return strings;
  }

  #arrays(count: number, depth: number): readonly Json[] {
    if (count === 0) return [];
    const lengths = this.column(count, depth + 1).map((length) => {
      if (typeof length !== 'number' || !Number.isSafeInteger(length))
        throw new DamagedLink('it holds a list without a length');
      return length;
    });
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const elements = this.column(total, depth + 1).map((element) => {
      if (element === undefined) throw new DamagedLink('it holds a list with a hole');
      return element;
    });
    let start = 0;
    return lengths.map((length) => {
      start += length;
      return elements.slice(start - length, start);
    });
  }

  #table(count: number, depth: number): readonly Json[] {
    if (count === 0) return [];
    const width = this.#reader.natural();
    if (width > MOST_VALUES) throw new DamagedLink('it asks for too much');
    const keys = this.#strings(width);
    const columns = keys.map(() => this.column(count, depth + 1));
    return Array.from({ length: count }, (_, row) =>
      // Own properties by definition, not by assignment: a key called __proto__ is a key.
      Object.fromEntries(
        keys.flatMap((key, index) => {
          const value = columns[index]?.[row];
          return value === undefined ? [] : [[key, value] as const];
        }),
      ),
    );
  }
}
