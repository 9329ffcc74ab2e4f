import * as v from 'valibot';
import { fnv1a } from '#core/hash.ts';
import { named } from './bounded.ts';
import type { EditedProgram } from './record.ts';

/** Characters of a source that a person may write, and that a link, a file or the browser's storage may bring. */
export const LONGEST_SOURCE = 65_536;
const MOST_CONSTANTS = 32;
/** WebGPU's guaranteed limit of workgroups in one dimension. */
const MOST_WORKGROUPS = 65_535;

/** A person's version of a kernel before it has a hash: what the editor, a link and the browser's storage hold. */
export type Edit = Omit<EditedProgram, 'hash'>;

/** Eight hexadecimal digits by which a person's version of a kernel is known; equal versions have equal ones. */
export function editedHash({ source, constants, workgroups }: Edit): string {
  const sorted = Object.entries(constants).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return fnv1a(JSON.stringify([source, sorted, workgroups ?? null]))
    .toString(16)
    .padStart(8, '0');
}

const constant = v.pipe(v.number(), v.finite(), v.minValue(-(2 ** 32)), v.maxValue(2 ** 32));
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_WORKGROUPS));
const fields = {
  source: v.pipe(v.string(), v.maxLength(LONGEST_SOURCE)),
  constants: named(constant, MOST_CONSTANTS, 60),
  workgroups: v.exactOptional(v.tuple([count, count, count])),
};

/** A person's version as a link or the browser's storage brings it. */
export const editSchema = v.object(fields);

/** As a file brings it. Its hash must be that of what it holds. */
export const editedSchema = v.pipe(
  v.object({ ...fields, hash: v.string() }),
  v.forward(
    v.check(
      (edited) => edited.hash === editedHash(edited),
      'expected the hash of the source, constants and workgroups',
    ),
    ['hash'],
  ),
);
