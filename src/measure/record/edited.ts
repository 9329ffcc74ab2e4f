import * as v from 'valibot';
import { named } from './bounded.ts';
import type { EditedProgram } from './record.ts';

/** Characters of a source that a person may write, and that a link, a file or the browser's storage may bring. */
export const LONGEST_SOURCE = 65_536;
const MOST_CONSTANTS = 32;
/** WebGPU's guaranteed limit of workgroups in one dimension. */
const MOST_WORKGROUPS = 65_535;

/** FNV-1a in 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): tells a person's versions apart, and guards nothing. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Eight hexadecimal digits by which a person's version of a kernel is known; equal versions have equal ones. */
export function editedHash({ source, constants, workgroups }: Omit<EditedProgram, 'hash'>): string {
  const sorted = Object.entries(constants).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return fnv1a(JSON.stringify([source, sorted, workgroups ?? null]));
}

export const sourceSchema = v.pipe(v.string(), v.maxLength(LONGEST_SOURCE));
export const constantsSchema = named(
  v.pipe(v.number(), v.finite(), v.minValue(-4_294_967_296), v.maxValue(4_294_967_296)),
  MOST_CONSTANTS,
  60,
);
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_WORKGROUPS));
export const workgroupsSchema = v.tuple([count, count, count]);

/** A person's version as a file brings it. Its hash must be that of what it holds. */
export const editedSchema = v.pipe(
  v.object({
    source: sourceSchema,
    constants: constantsSchema,
    workgroups: v.exactOptional(workgroupsSchema),
    hash: v.string(),
  }),
  v.forward(
    v.check(
      (edited) => edited.hash === editedHash(edited),
      'expected the hash of the source, constants and workgroups',
    ),
    ['hash'],
  ),
);
