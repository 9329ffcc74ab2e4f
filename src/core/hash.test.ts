import { expect, it } from 'vitest';
import { fnv1a } from './hash.ts';

it('hashes as its authors published', () => {
  // http://www.isthe.com/chongo/tech/comp/fnv/, test vectors of FNV-1a in 32 bits.
  expect(fnv1a('')).toBe(0x811c9dc5);
  expect(fnv1a('a')).toBe(0xe40c292c);
  expect(fnv1a('foobar')).toBe(0xbf9cf968);
});
