import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHAIN, parseChain } from './chain-schema.ts';

const fine = { forward: [1, 2], backward: [2, 4], activation: [1, 1, 1], saved: [3, 3] };

describe('a chain from a file', () => {
  it('is read as it is', () => {
    expect(parseChain(fine)).toEqual({ ok: true, value: fine });
    const more = { ...fine, cheap: { bytes: [2, 0], time: [0.5, 0] }, names: ['a', 'b'] };
    expect(parseChain(more)).toEqual({ ok: true, value: more });
  });

  it.each([
    ['forward', { ...fine, forward: undefined }, 'missing'],
    ['forward', { ...fine, forward: [] }, 'at least one'],
    ['backward', { ...fine, backward: [1] }, 'has a length of 1 and needs 2'],
    ['activation', { ...fine, activation: [1, 1] }, 'has a length of 2 and needs 3'],
    ['saved', { ...fine, saved: 'much' }, 'list of bytes'],
    ['saved[1]', { ...fine, saved: [3, -1] }, 'from 0'],
    ['activation[2]', { ...fine, activation: [1, 1, null] }, 'from 0'],
    ['forward[0]', { ...fine, forward: [Number.NaN, 1] }, 'from 0'],
    ['forward[1]', { ...fine, forward: [1, 1e10] }, 'from 0'],
    ['memory', { ...fine, memory: 8 }, 'not known here'],
    ['cheap.time', { ...fine, cheap: { bytes: [1, 1], time: [1] } }, 'needs 2'],
    ['cheap.bytes[1]', { ...fine, cheap: { bytes: [1, 4], time: [1, 1] } }, 'more than saved[1]'],
    ['names', { ...fine, names: ['a'] }, 'needs 2'],
    ['saved', { ...fine, saved: new Array(100_000).fill(1) }, 'at most'],
  ])('names the field %s where it is wrong', (field, json, says) => {
    expect(parseChain(json)).toEqual({ ok: false, error: { field, message: expect.stringContaining(says) } });
  });

  it('has at most so many layers', () => {
    const of = (layers: number) => ({
      forward: new Array(layers).fill(1),
      backward: new Array(layers).fill(1),
      activation: new Array(layers + 1).fill(1),
      saved: new Array(layers).fill(1),
    });
    expect(parseChain(of(MAX_CHAIN)).ok).toBe(true);
    expect(parseChain(of(MAX_CHAIN + 1)).ok).toBe(false);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (json) => typeof parseChain(json).ok === 'boolean'));
    expect(
      parseChain(JSON.parse('{"__proto__": 1, "forward": [1], "backward": [1], "activation": [1, 1], "saved": [1]}'))
        .ok,
    ).toBe(false);
  });
});
