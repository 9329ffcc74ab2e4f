import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DamagedLink } from './bytes.ts';
import { LONGEST_HASH, MOST_INFLATED, openFrame, sealFrame } from './frame.ts';

const dictionary = new TextEncoder().encode(
  'what most links have in common: layers, tiers and what was measured on them',
);
const seal = (content: Uint8Array) => sealFrame(1, content, dictionary);
const contentOf = (text: string) => openFrame(text).content(dictionary);

describe('the frame of a link', () => {
  it('opens what it sealed, in characters that no URL escapes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), (content) => {
        const text = seal(content);
        expect(text).toMatch(/^[\w-]+$/);
        expect(openFrame(text).version).toBe(1);
        expect(contentOf(text)).toEqual(content);
      }),
    );
  });

  it('notices every cut and every changed character', () => {
    const text = seal(new TextEncoder().encode('a stack, a machine and what was measured on it'));
    for (let length = 0; length < text.length; length++)
      expect(() => contentOf(text.slice(0, length))).toThrow(DamagedLink);
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === 'A' ? 'B' : 'A';
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      // The last character may hold bits beyond the last byte.
      if (at < text.length - 1) expect(() => contentOf(changed)).toThrow(DamagedLink);
    }
  });

  it('spends little on what the dictionary has', () => {
    const random = new Uint8Array(dictionary.length).map((_, index) => (index * 167 + (index >> 3) * 59) % 251);
    expect(seal(dictionary).length).toBeLessThan(seal(random).length / 3);
  });

  it('refuses a hash that is too long before it looks at it', () => {
    expect(() => openFrame('!'.repeat(LONGEST_HASH + 1))).toThrow('too long');
  });

  it('stops inflating at the bound', () => {
    const bomb = seal(new Uint8Array(4_000_000));
    expect(bomb.length).toBeLessThan(LONGEST_HASH);
    expect(() => contentOf(bomb)).toThrow('inflates to too much');
    expect(contentOf(seal(new Uint8Array(MOST_INFLATED))).length).toBe(MOST_INFLATED);
  });

  it('says that a deflated stream is none, or ends early, even when its checksum is right', () => {
    // A sealed frame whose content is replaced keeps a right checksum only if it is computed anew.
    expect(() => contentOf(sealRaw(Uint8Array.from([7, 255, 255, 3, 9])))).toThrow(DamagedLink);
    const whole = deflateSync(new TextEncoder().encode(`${'x'.repeat(500)}tail of it`));
    expect(() => contentOf(sealRaw(whole.slice(0, -3)))).toThrow(DamagedLink);
  });
});

/** A frame round deflated bytes of the test's own, with a right checksum (CRC-32, ISO 3309). */
function sealRaw(deflated: Uint8Array): string {
  const body = Uint8Array.from([1, ...deflated]);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const checksum = new Uint8Array(4);
  new DataView(checksum.buffer).setUint32(0, ~crc >>> 0);
  return Buffer.from([1, ...checksum, ...deflated]).toString('base64url');
}
