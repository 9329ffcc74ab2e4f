import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { byHand, edge, far, greedy } from './policies.ts';
import { arbitrarySketch, problemFrom } from './problem.fixture.ts';
import { misfitOf, overfullOf } from './room.ts';
import { settled } from './settle.ts';

const times = [
  [1, 1, 1],
  [1, 1, 1],
];
const roomy = problemFrom({ sizes: [50, 20, 10], capacities: [40, 100], times });

describe('a policy', () => {
  it('places everything within every capacity, or says what is missing', () => {
    fc.assert(
      fc.property(arbitrarySketch(fc.boolean()), (sketch) => {
        const problem = problemFrom(sketch);
        for (const policy of [greedy, edge, far]) {
          const placed = policy(problem);
          if (!placed.ok) {
            expect(placed.error.missing).toBeGreaterThan(0);
            continue;
          }
          expect(overfullOf(problem, placed.value)).toBeNull();
          for (const row of placed.value) expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
        }
        // Greedy fits whenever anything does.
        expect(greedy(problem).ok).toBe(misfitOf(problem) === null);
      }),
    );
  });

  it('greedy fills the nearest store with activations, then KV cache, then weights', () => {
    expect(unwrap(greedy(roomy))).toEqual([
      [0.2, 0.8],
      [1, 0],
      [1, 0],
    ]);
  });

  it('edge keeps activations near where all of them fit, and streams the rest', () => {
    expect(unwrap(edge(roomy))).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    const tight = problemFrom({ sizes: [50, 41, 1], capacities: [40, 100], times });
    expect(unwrap(edge(tight))[1]).toEqual([0, 1]);
    // A microcontroller: SRAM, then flash, which takes no activations.
    const board = problemFrom({ sizes: [50, 20], capacities: [40, -100], times });
    expect(unwrap(edge(board))).toEqual([
      [0, 1],
      [1, 0],
    ]);
    const refused = edge(problemFrom({ sizes: [50, 41], capacities: [40, -100], times }));
    expect(refused).toMatchObject({ ok: false, error: { missing: 41 } });
  });

  it('far takes the outermost store that may hold it', () => {
    const board = problemFrom({ sizes: [50, 20], capacities: [40, 60, -100], times });
    expect(unwrap(far(board))).toEqual([
      [0, 0, 1],
      [0, 1, 0],
    ]);
    expect(far(problemFrom({ sizes: [50, 20], capacities: [400, 60], times }))).toMatchObject({
      ok: false,
      error: { missing: 10 },
    });
  });
});

describe('a placement by hand', () => {
  const hand = (rows: readonly (readonly number[])[]) => byHand(roomy, rows);
  it('is taken where it fits', () => {
    const rows = [
      [0.1, 0.9],
      [1, 0],
      [0.5, 0.5],
    ];
    expect(hand(rows)).toEqual({ ok: true, value: rows });
  });

  it('is refused with the field and the bytes where it does not', () => {
    const cases: readonly (readonly [rows: readonly (readonly number[])[], says: string, missing: number])[] = [
      [
        [
          [1, 0],
          [1, 0],
          [1, 0],
        ],
        'Tier 0',
        40,
      ],
      [
        [
          [0.5, 0.4],
          [1, 0],
          [1, 0],
        ],
        'lie nowhere',
        5,
      ],
      [
        [
          [0.5, 0.6],
          [1, 0],
          [1, 0],
        ],
        'make it 1',
        0,
      ],
      [
        [
          [-0.5, 1.5],
          [1, 0],
          [1, 0],
        ],
        'not from 0 to 1',
        0,
      ],
      [
        [
          [Number.NaN, 1],
          [1, 0],
          [1, 0],
        ],
        'not from 0 to 1',
        0,
      ],
      [[[1], [1, 0], [1, 0]], 'weights has 1 fractions', 0],
      [[[0, 1]], 'activations has 0 fractions', 0],
    ];
    for (const [rows, says, missing] of cases) {
      const refused = hand(rows);
      expect(refused.ok ? '' : refused.error.message).toContain(says);
      expect(refused.ok ? Number.NaN : refused.error.missing).toBeCloseTo(missing, 9);
    }
    const board = problemFrom({ sizes: [50, 20], capacities: [40, -100], times });
    const refused = byHand(board, [
      [0, 1],
      [0, 1],
    ]);
    expect(refused.ok ? '' : refused.error.message).toContain('flash');
  });
});

describe('what a solver gives', () => {
  it('is cleared of its rounding', () => {
    const full = problemFrom({ sizes: [50, 50], capacities: [40, 60], times });
    const cleared = settled(full, [
      [0.8 + 1e-8, 0.2],
      [-1e-9, 1],
    ]);
    expect(overfullOf(full, cleared)).toBeNull();
    expect(cleared.flat().every((fraction) => fraction >= 0)).toBe(true);
  });
});
