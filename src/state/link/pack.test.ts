import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { ByteReader, ByteWriter, DamagedLink } from './bytes.ts';
import { CLASS, MODE, numberHead } from './columns.ts';
import { packJson } from './pack.ts';
import { MOST_VALUES, unpackJson } from './unpack.ts';

const number = fc.oneof(
  fc.nat(300),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.constantFrom(3.35e12, 989e12, 1e-300, 5e-324, Number.MAX_VALUE, 0.1, -2.5, 2 ** 21, 2 ** 21 + 1),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', '😀a', '😁b'),
);
const scalar = fc.oneof(fc.constantFrom(null, true, false), number, text);
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value')),
    fc.array(scalar, { maxLength: 40 }),
    fc.dictionary(text, tie('value')).map((object): Json => ({ ...object })),
    // Tables: what links are mostly made of.
    fc.array(fc.record({ name: text, size: fc.nat(9), peak: fc.option(number) }, { requiredKeys: ['name'] })),
  ),
}));

const reread = (value: Json): Json => unpackJson(packJson(value));

/** What damaged bytes read as: some value, or a fault that is ours. */
function readsOrIsDamaged(bytes: Uint8Array): boolean {
  try {
    unpackJson(bytes);
    return true;
  } catch (error) {
    return error instanceof DamagedLink;
  }
}

describe('packed JSON', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(reread(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every float64 to the bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(reread([value, value, 1])).toEqual([value + 0, value + 0, 1]);
      }),
    );
  });

  it('reads any bytes as a value or as damage, and nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readsOrIsDamaged), { numRuns: 2000 });
  });

  it('reads any mutation and any cut as a value or as damage', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, position, flip) => {
        const bytes = packJson(value);
        const at = position % bytes.length;
        const mutated = bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
        return readsOrIsDamaged(mutated) && readsOrIsDamaged(bytes.slice(0, at));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a few bytes that ask for a great many values', () => {
    const writer = new ByteWriter();
    writer.byte(CLASS.array);
    writer.byte(MODE.plain + CLASS.natural);
    writer.natural(MOST_VALUES);
    writer.byte(MODE.same + CLASS.true);
    expect(() => unpackJson(writer.finish())).toThrow(DamagedLink);
  });

  it('refuses strings that grow by what they share', () => {
    const writer = new ByteWriter();
    writer.byte(CLASS.array);
    writer.byte(MODE.plain + CLASS.natural);
    writer.natural(5000);
    writer.byte(MODE.plain + CLASS.string);
    writer.natural(0);
    writer.text('x'.repeat(5000));
    for (let index = 1; index < 5000; index++) {
      writer.natural(5000);
      writer.text('');
    }
    expect(() => unpackJson(writer.finish())).toThrow('asks for too much');
  });

  it('refuses nesting without end', () => {
    const writer = new ByteWriter();
    for (let level = 0; level < 200; level++) {
      writer.byte(MODE.plain + CLASS.array);
      writer.byte(MODE.plain + CLASS.natural);
      writer.natural(1);
    }
    expect(() => unpackJson(writer.finish())).toThrow(DamagedLink);
  });

  it('refuses numbers that are not finite', () => {
    const writer = new ByteWriter();
    writer.float64(Number.NaN);
    expect(() => new ByteReader(writer.finish()).float64()).toThrow('not finite');
    const huge = new ByteWriter();
    huge.byte(MODE.plain + CLASS.number);
    huge.byte(MODE.plain + CLASS.natural);
    huge.natural(numberHead(400, false));
    huge.natural(9);
    expect(() => unpackJson(huge.finish())).toThrow('not finite');
  });

  it('costs next to nothing for rows that are alike', () => {
    const rows = Array.from({ length: 200 }, (_, index) => ({ name: `layer${index}`, kernel: [3, 3], bias: false }));
    expect(packJson(rows).length).toBeLessThan(1000);
  });
});
