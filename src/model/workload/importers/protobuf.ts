import { refuse } from './imported.ts';

const UTF8 = new TextDecoder();
const LONGEST_TEXT = 65_536;

/** One field of a message: a number, or bytes that are a message, a text, a packed list or data. */
export interface ProtoField {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/**
 * A varint of 64 bits as a signed number: what is beyond 2⁵³ is not exact, and nothing that is read here is so large.
 */
function varint(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let low = 0;
  let high = 0;
  let next = start;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[next++];
    if (byte === undefined)
      return refuse('', `is cut short at byte ${start.toLocaleString('en')}; fetch the file again`);
    const part = byte & 127;
    if (shift < 28) low += part * 2 ** shift;
    else high += part * 2 ** (shift - 28);
    if (byte < 128) {
      // Negative numbers have all ten bytes: what stands beyond 64 bits is dropped, and the sign is the highest that is left.
      const part64 = high % 2 ** 36;
      const value = low + (part64 >= 2 ** 35 ? part64 - 2 ** 36 : part64) * 2 ** 28;
      return { value, next };
    }
  }
  return refuse('', `has a number without end at byte ${start.toLocaleString('en')}; it is damaged, or no protobuf`);
}

/** The fields of a message in their order. Nothing is copied: bytes are views of the file. */
export function* protoFields(bytes: Uint8Array): Generator<ProtoField> {
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value & 7;
    at = tag.next;
    if (number < 1) refuse('', 'has a field without a number; it is damaged, or no protobuf');
    if (wire === 0) {
      const { value, next } = varint(bytes, at);
      at = next;
      yield { number, value };
      continue;
    }
    const length = wire === 2 ? varint(bytes, at) : { value: wire === 1 ? 8 : 4, next: at };
    if (wire !== 1 && wire !== 2 && wire !== 5)
      refuse('', 'has a field of a kind that protobuf does not have; it is damaged');
    const end = length.next + length.value;
    if (length.value < 0 || end > bytes.length)
      refuse(
        '',
        `has a field of ${length.value.toLocaleString('en')} bytes where ${(bytes.length - length.next).toLocaleString('en')} are left; it is cut short or damaged`,
      );
    yield { number, value: bytes.subarray(length.next, end) };
    at = end;
  }
}

export const asBytes = ({ value }: ProtoField): Uint8Array =>
  typeof value === 'number'
    ? refuse('', 'has a number where a message is due; it is damaged, or another format')
    : value;
export const asNumber = ({ value }: ProtoField): number => {
  if (typeof value === 'number') return value;
  if (value.length !== 4) return refuse('', 'has a message where a number is due; it is damaged, or another format');
  return new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true);
};
export function asText(field: ProtoField): string {
  const bytes = asBytes(field);
  return bytes.length > LONGEST_TEXT
    ? refuse('', `has a name of ${bytes.length.toLocaleString('en')} bytes; it is damaged`)
    : UTF8.decode(bytes);
}

/** Numbers of a repeated field, packed or one by one; at most `most` of them are kept. */
export function pushNumbers(field: ProtoField, into: number[], most: number): void {
  if (typeof field.value === 'number') {
    if (into.length < most) into.push(field.value);
    return;
  }
  for (let at = 0; at < field.value.length && into.length < most; ) {
    const { value, next } = varint(field.value, at);
    into.push(value);
    at = next;
  }
}

/** Packed 32-bit floating-point numbers. */
export function pushFloats(field: ProtoField, into: number[], most: number): void {
  const bytes = asBytes(field);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length && into.length < most; at += 4) into.push(view.getFloat32(at, true));
}
