import { describe, expect, it } from 'vitest';
import { runLengthOf, zeroValueOf } from './formats.ts';
import { patternOf, repeated, startsOf } from './pattern.ts';
import { runLength } from './run-length.ts';
import { zeroValue } from './zero-value.ts';

const SPARSITIES = [0, 1, 50, 95, 99, 100];

describe.each(SPARSITIES)('an array with %i per cent of noughts', (sparsity) => {
  const pattern = patternOf(sparsity);
  it('has so many', () => {
    expect(pattern.filter((value) => value === 0)).toHaveLength(Math.round((pattern.length * sparsity) / 100));
  });
  it('comes back from masks and values', () => {
    const { masks, counts, values } = zeroValueOf(sparsity);
    const starts = startsOf(counts, masks.length);
    const decoded = pattern.map((_, index) => {
      const word = Math.floor(index / 32);
      const bits = [...(masks[word] ?? 0).toString(2).padStart(32, '0')].reverse();
      const before = bits.slice(0, index % 32).filter((bit) => bit === '1').length;
      return bits[index % 32] === '1' ? (values[(starts[word] ?? 0) + before] ?? Number.NaN) : 0;
    });
    expect(decoded).toEqual(pattern);
  });
  it('comes back from runs and values', () => {
    const { runs, values, counts } = runLengthOf(sparsity);
    const decoded = new Float32Array(pattern.length);
    let at = 0;
    counts.forEach((fours, block) => {
      let place = 256 * block;
      for (const end = at + 4 * fours; at < end; at++, place++) {
        place += ((runs[Math.floor(at / 4)] ?? 0) >>> (8 * (at % 4))) % 256;
        if (values[at] !== 0) decoded[place] = values[at] ?? Number.NaN;
      }
    });
    expect(decoded).toEqual(pattern);
  });
});

it('a long array repeats its period, and starts go on', () => {
  expect([...repeated(Float32Array.of(1, 2, 3), 8)]).toEqual([1, 2, 3, 1, 2, 3, 1, 2]);
  expect([...startsOf(Uint32Array.of(2, 0, 5), 6)]).toEqual([0, 2, 2, 7, 9, 9]);
});

it('costs a byte for each run, and a mask and a start for 32 elements', () => {
  const widths = { subgroupWidth: 32, sector: 32 };
  const problem = { elements: 2 ** 20, sparsity: 75 };
  // A quarter is kept, and each workgroup of 64 blocks writes 256 sums.
  expect(zeroValue.cost(problem, widths).compulsory).toBe(4 * (2 ** 18 + 2 * 2 ** 15 + 64 * 256));
  const { compulsory } = runLength.cost(problem, widths);
  const [starts, sums] = [4 * (4096 + 1), 4 * 4096];
  // Each block's last four is filled up: by 1.5 values on average.
  expect((compulsory - starts - sums) / 5).toBeGreaterThan(2 ** 18);
  expect((compulsory - starts - sums) / 5).toBeLessThan(2 ** 18 + 2 * 4096);
});
