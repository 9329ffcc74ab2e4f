import { expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { dotPacked, packedOrbit } from './packed-orbit.ts';

it('multiplies signed bytes', () => {
  // Bytes from the lowest: 1·5 + (−2)·6 + 3·(−7) + (−128)·(−128).
  expect(dotPacked(0x8003fe01, 0x80f90605)).toBe(5 - 12 - 21 + 16_384);
  expect(dotPacked(0x80808080, 0x80808080)).toBe(65_536);
  expect(dotPacked(0x7f7f7f7f, 0x80808080)).toBe(-65_024);
});

it('ends where a walk ends, before and long after the orbit closes', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 20; round++) {
    const [c = 0, d = 0] = [random.integer(2 ** 32) | 0, random.integer(2 ** 32) | 0];
    let x = d;
    for (let step = 0; step <= 5000; step++) {
      if (step < 3 || step % 997 === 0) expect(packedOrbit(c, d, d, step), `step ${step}`).toBe(x);
      x = (d + dotPacked(x, c)) | 0;
    }
  }
});
