import * as v from 'valibot';
import { PROVENANCES, type Quantity, type Unknowable } from '#core/quantity.ts';

/** Where a figure without a source comes from: the file or link it was read from. */
const FILE_SOURCE = 'file';

/** What a figure may be: SI base units, from `min` to `max` inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}
export const BOUNDS = {
  capacity: { min: 1, max: 1e21, unit: 'bytes' },
  bandwidth: { min: 1e-3, max: 1e21, unit: 'bytes a second' },
  latency: { min: 0, max: 1e3, unit: 'seconds' },
  energyPerBit: { min: 0, max: 1, unit: 'joules a bit' },
  peak: { min: 1e-3, max: 1e24, unit: 'FLOP a second' },
  energyPerFlop: { min: 0, max: 1, unit: 'joules a FLOP' },
  launchOverhead: { min: 0, max: 1e3, unit: 'seconds' },
  subgroupWidth: { min: 1, max: 1024, unit: 'invocations' },
  sector: { min: 1, max: 65_536, unit: 'bytes' },
} as const satisfies Record<string, Bounds>;

const sentence = ({ min, max, unit }: Bounds) =>
  `give a number of ${unit} from ${min} to ${max}, or null where unknown`;

const figure = (bounds: Bounds) =>
  v.pipe(
    v.number(sentence(bounds)),
    v.finite(sentence(bounds)),
    v.minValue(bounds.min, sentence(bounds)),
    v.maxValue(bounds.max, sentence(bounds)),
  );

/**
 * A figure as a person writes it: a plain number (provenance `spec`, source `file`), or `{value, provenance, source,
 * interval}` with the last three optional, or `null` where nobody published it. SI base units.
 */
export function quantitySchema<T extends number>(bounds: Bounds) {
  const plain = figure(bounds);
  const fields = v.strictObject(
    {
      value: plain,
      provenance: v.optional(v.picklist(PROVENANCES, `give one of ${PROVENANCES.join(', ')}`), 'spec'),
      source: v.optional(v.pipe(v.string('give a text'), v.maxLength(500, 'use at most 500 characters')), FILE_SOURCE),
      interval: v.optional(v.tuple([plain, plain], 'give the low and the high end')),
    },
    sentence(bounds),
  );
  const whole = v.pipe(
    fields,
    v.forward(
      v.check(
        ({ value, interval }) => interval === undefined || (interval[0] <= value && value <= interval[1]),
        'give the low end and then the high end, with the value between them',
      ),
      ['interval'],
    ),
  );
  return v.pipe(
    v.nullable(v.lazy((input) => (typeof input === 'object' && !Array.isArray(input) ? whole : plain))),
    v.transform((input): Unknowable<T> => {
      if (input === null) return null;
      if (typeof input === 'number') return { value: input as T, provenance: 'spec', source: FILE_SOURCE };
      const { value, interval, ...rest } = input;
      const read: Quantity<T> = { ...rest, value: value as T };
      return interval ? { ...read, interval: [interval[0] as T, interval[1] as T] } : read;
    }),
  );
}
