import { deflateSync, Inflate } from 'fflate';
import { CUT_SHORT, DamagedLink } from './bytes.ts';

/** A hash longer than this is refused before it is looked at. */
export const LONGEST_HASH = 65_536;
/** Inflating stops here: 48 kB can hold 50 MB. */
export const MOST_INFLATED = 262_144;
/** A few bytes at a time, so that no step inflates far past the bound: deflate expands at most 1,032 times. */
const INFLATE_STEP = 64;

const CHECKSUM_BYTES = 4;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * version · CRC-32 of the version and the rest · deflated content, as base64url. The dictionary is what deflate may refer
 * back to from the first byte on.
 */
export function sealFrame(version: number, content: Uint8Array, dictionary: Uint8Array): string {
  const deflated = deflateSync(content, { level: 9, dictionary });
  const frame = new Uint8Array(1 + CHECKSUM_BYTES + deflated.length);
  frame[0] = version;
  frame.set(deflated, 1 + CHECKSUM_BYTES);
  new DataView(frame.buffer).setUint32(1, checksumOf(frame));
  return toBase64Url(frame);
}

interface Frame {
  readonly version: number;
  /** Inflates, up to the bound. */
  content(dictionary: Uint8Array): Uint8Array;
}

/** Takes a frame apart. Throws `DamagedLink` where it is not whole, after bounded work. */
export function openFrame(text: string): Frame {
  if (text.length > LONGEST_HASH) throw new DamagedLink('it is too long');
  const frame = fromBase64Url(text);
  const version = frame[0];
  if (version === undefined || frame.length <= 1 + CHECKSUM_BYTES) throw new DamagedLink(CUT_SHORT);
  if (new DataView(frame.buffer).getUint32(1) !== checksumOf(frame)) throw new DamagedLink('its checksum differs');
  return { version, content: (dictionary) => inflateBounded(frame.subarray(1 + CHECKSUM_BYTES), dictionary) };
}

function inflateBounded(deflated: Uint8Array, dictionary: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let finished = false;
  const inflate = new Inflate({ dictionary }, (chunk, final) => {
    chunks.push(chunk);
    length += chunk.length;
    finished = final;
  });
  try {
    for (let start = 0; start < deflated.length; start += INFLATE_STEP) {
      const end = start + INFLATE_STEP;
      inflate.push(deflated.slice(start, end), end >= deflated.length);
      if (length > MOST_INFLATED) throw new DamagedLink('it inflates to too much');
    }
  } catch (error) {
    throw error instanceof DamagedLink ? error : new DamagedLink('its content cannot be inflated');
  }
  if (!finished) throw new DamagedLink(CUT_SHORT);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** CRC-32 (ISO 3309, as in PNG) of a frame without the checksum's own bytes. */
function checksumOf(frame: Uint8Array): number {
  let crc = 0xffffffff;
  frame.forEach((byte, index) => {
    if (index >= 1 && index <= CHECKSUM_BYTES) return;
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  });
  return ~crc >>> 0;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(start, start + 3);
    const bits = (a << 16) | (b << 8) | c;
    const characters = Math.min(3, bytes.length - start) + 1;
    for (let index = 0; index < characters; index++) text += ALPHABET[(bits >> (18 - 6 * index)) & 63];
  }
  return text;
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new DamagedLink('it has a character that no link has');
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 255;
  }
  return bytes;
}
