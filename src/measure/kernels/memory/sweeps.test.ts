import { describe, expect, it } from 'vitest';
import { kernelById } from '../catalogue.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { problemFits } from '../problem.ts';
import { runAt, runsOf, spreadAdvance } from './set-walk.ts';

const find = (id: string): Kernel => {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel;
};

describe('a sweep of sizes', () => {
  it.each([
    ['memory/shared-set', { bytes: 4096, workgroups: 1, rounds: 1 }, { bytes: 200_000, workgroups: 64, rounds: 32 }],
    ['memory/private-set', { bytes: 4096, workgroups: 1, rounds: 1 }, { bytes: 200_000, workgroups: 64, rounds: 32 }],
    ['memory/occupancy', { elements: 2 ** 20, workgroups: 1 }, { elements: 2 ** 20, workgroups: 500 }],
  ] as const)('of %s needs one pipeline', (id, one: Problem, other: Problem) => {
    const kernel = find(id);
    expect(kernel.overrides(one)).toEqual(kernel.overrides(other));
    expect(kernel.lengths?.(one)).toEqual(kernel.lengths?.(other));
  });

  it('reaches the guaranteed binding of 128 MiB, and names what is larger', () => {
    const shared = { bytes: 2 ** 27, workgroups: 4096, rounds: 8 };
    expect(problemFits(find('memory/shared-set'), shared)).toBeNull();
    expect(problemFits(find('memory/shared-set'), { ...shared, bytes: 2 ** 28 })).toMatch(
      'maxStorageBufferBindingSize',
    );
    const own = { bytes: 2 ** 20, workgroups: 128, rounds: 64 };
    expect(problemFits(find('memory/private-set'), own)).toBeNull();
    expect(problemFits(find('memory/private-set'), { ...own, workgroups: 129 })).toMatch('maxStorageBufferBindingSize');
  });
});

describe('a working set', () => {
  it('is read whole by each workgroup before any run comes again', () => {
    for (const runs of [1, 2, 3, 4, 7, 64, 100, 4096, 32_768]) {
      const walk = { vectors: 2048 * runs, groups: 1, rounds: runs, own: false, advance: spreadAdvance(runs) };
      const seen = new Set(Array.from({ length: runs }, (_, round) => runAt(walk, 5, round)));
      expect(seen.size).toBe(runsOf(walk.vectors));
    }
  });

  it('is each workgroup’s own where it is private', () => {
    const problem = { bytes: 4096, workgroups: 2, rounds: 2 };
    const input = Float32Array.from({ length: 2048 }, (_, i) => Math.sin(i));
    const { row } = find('memory/private-set').reference(problem, [input]);
    const sum = (at: number) => [0, 1, 2, 3].reduce((all, i) => all + (input[at + i] ?? 0), 0);
    expect(row(0).values[3]).toBeCloseTo(16 * sum(12), 6);
    expect(row(1).values[3]).toBeCloseTo(16 * sum(1024 + 12), 6);
    expect(row(1).tolerance[3]).toBeLessThan(1e-3);
  });
});

describe('memory/random', () => {
  it('reads every element once', () => {
    for (const elements of [1, 2, 64, 4096, 2 ** 15]) {
      const input = Float32Array.from({ length: elements }, (_, i) => Math.sin(i + 1));
      const { rows, row } = find('memory/random').reference({ elements }, [input]);
      const read = Array.from({ length: rows }, (_, i) => row(i).values.reduce((sum, value) => sum + value, 0));
      // One element twice in place of another would show: no two are alike.
      expect(read.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
        input.reduce((sum, value) => sum + value, 0),
        9,
      );
    }
  });

  it('takes powers of two only', () => {
    expect(problemFits(find('memory/random'), { elements: 1000 })).toBe(
      'Elements must be a power of two from 1 to 536,870,912.',
    );
  });
});
