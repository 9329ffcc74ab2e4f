import { describe, expect, it } from 'vitest';
import { kernelById, kernels } from './catalogue.ts';
import { enumerateCost } from './cost-enumeration.ts';
import type { AccessWidths } from './kernel.ts';
import { isProduct } from './matmul/family.ts';
import { oddProblems } from './odd-problems.ts';
import { defaultProblem } from './problem.ts';

const WIDTHS: readonly AccessWidths[] = [
  { subgroupWidth: 4, sector: 32 },
  { subgroupWidth: 32, sector: 32 },
  { subgroupWidth: 4, sector: 64 },
  { subgroupWidth: 32, sector: 64 },
  { subgroupWidth: 64, sector: 128 },
];
const widths: AccessWidths = { subgroupWidth: 32, sector: 32 };
const costOf = (id: string, problem: Readonly<Record<string, number>>, at = widths) => {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel.cost(problem, at);
};

describe.each(kernels.map((kernel) => [kernel.id, kernel] as const))('cost of %s', (id, kernel) => {
  it('equals a walk through every access, on odd sizes and several widths', { timeout: 60_000 }, () => {
    for (const problem of oddProblems(kernel))
      for (const at of WIDTHS) {
        const { tiled, flop, ...cost } = kernel.cost(problem, at);
        const { tiledBytes, tiledSectors, ...walked } = enumerateCost(id, problem, at);
        const label = JSON.stringify({ problem, at });
        expect(cost, label).toEqual(walked);
        // Strided and random reads want little of each sector: their tiles count whole sectors.
        if (id.startsWith('memory/strided') || id === 'memory/random') expect(tiled, label).toBe(tiledSectors);
        else expect(tiled, label).toBe(tiledBytes);
        expect(flop).toBeGreaterThanOrEqual(0);
      }
  });
  it('keeps its levels in order', () => {
    const cost = kernel.cost(defaultProblem(kernel), widths);
    expect(cost.useful / cost.moved).toBeLessThanOrEqual(1);
    expect(cost.useful).toBeLessThanOrEqual(cost.requested);
    expect(cost.compulsory).toBeLessThanOrEqual(cost.tiled);
  });
});

/** Kernels that are C = A·B and no more. */
const ladder = kernels.filter(isProduct);

describe('cost', () => {
  it('of matmuls is 2mnk FLOP, and compulsory bytes of the three matrices', () => {
    for (const kernel of ladder) {
      const { flop, compulsory } = kernel.cost({ m: 7, n: 33, k: 65 }, widths);
      expect(flop).toBe(2 * 7 * 33 * 65);
      const operands = 7 * 65 + 65 * 33;
      // Four steps of K to a word, of which the last holds one.
      const packed = 4 * (7 * 17 + 17 * 33);
      const read = /f16$/.test(kernel.id) ? 2 * operands : kernel.id === 'matmul/int8' ? packed : 4 * operands;
      expect(compulsory, kernel.id).toBe(read + 4 * 7 * 33);
    }
  });
  it('of operands shared in a subgroup asks for A once for all that share it', () => {
    const cube = { m: 256, n: 256, k: 256 };
    for (const [subgroupWidth, span] of [
      [4, 4],
      [16, 16],
      [64, 16],
    ] as const) {
      const { requested } = costOf('matmul/subgroup', cube, { subgroupWidth, sector: 32 });
      expect(requested).toBe(4 * 256 ** 3 * (1 / 4 / span + 1 / 4) + 4 * 256 ** 2);
    }
  });
  it('of matrix units grows with the turns that wide subgroups take', () => {
    const cube = { m: 256, n: 256, k: 256 };
    const operands = (subgroupWidth: number) =>
      costOf('matmul/subgroup-matrix', cube, { subgroupWidth, sector: 32 }).requested - 4 * 256 ** 2;
    expect(operands(32)).toBe((4 * 2 * 256 ** 3) / 32);
    expect([16, 64, 128].map((width) => operands(width) / operands(32))).toEqual([1, 2, 4]);
  });
  it('tells tiles from no tiles', () => {
    const cube = { m: 256, n: 256, k: 256 };
    const output = 4 * 256 * 256;
    expect(costOf('matmul/naive', cube).requested).toBe(4 * 2 * 256 ** 3 + output);
    for (const [id, tile] of [
      ['matmul/tiled-8', 8],
      ['matmul/tiled-16', 16],
      ['matmul/tiled-strided', 16],
      ['matmul/register-2d', 32],
      ['matmul/register', 32],
      ['matmul/double-buffered', 32],
    ] as const) {
      const { tiled, requested } = costOf(id, cube);
      expect(tiled).toBe((4 * 2 * 256 ** 3) / tile + output);
      expect(requested).toBe(tiled);
    }
  });
  it('tells registers from workgroup memory: blocks of 4×4 ask for a quarter of what one output at a time asks for', () => {
    const cube = { m: 256, n: 256, k: 256 };
    const output = 4 * 256 * 256;
    for (const [id, rows, columns] of [
      ['matmul/direct-vec4', 32, 32],
      ['matmul/split-k', 8, 16],
      ['matmul/small-m', 4, 32],
    ] as const) {
      const { tiled, requested } = costOf(id, cube);
      expect(requested).toBe((4 * 2 * 256 ** 3) / 4 + output);
      expect(tiled).toBe(4 * 256 ** 3 * (1 / rows + 1 / columns) + output);
    }
    const { tiled, requested } = costOf('matmul/register-1d', cube);
    expect(requested).toBe(tiled);
    expect(tiled).toBe(4 * 256 ** 3 * (1 / 64 + 1 / 32) + output);
  });
  it('reads B of a product of one row once, and its row of A once for each 32 columns', () => {
    const { requested, tiled, compulsory } = costOf('matmul/small-m', { m: 1, n: 4096, k: 4096 });
    const output = 4 * 4096;
    // Each invocation reads all of A for its four columns.
    expect(requested).toBe(4 * 4096 * 4096 + 4 * 4096 * (4096 / 4) + output);
    expect(tiled).toBe(4 * 4096 * 4096 + 4 * 4096 * (4096 / 32) + output);
    expect(tiled / compulsory).toBeLessThan(1.04);
  });
  it('tells coalesced from strided', () => {
    const cube = { m: 256, n: 256, k: 256 };
    const efficiency = (id: string) => costOf(id, cube).useful / costOf(id, cube).moved;
    // Of 32 lanes two rows and sixteen columns: A gives two elements in two sectors, B sixteen in two.
    expect(costOf('matmul/naive', cube).moved).toBe((256 ** 3 / 32) * 4 * 32 + 4 * 256 * 256);
    // Sixteen rows and two columns: A in sixteen sectors, B in one.
    expect(costOf('matmul/strided', cube).moved).toBe((256 ** 3 / 32) * 17 * 32 + (256 ** 2 / 32) * 16 * 32);
    expect(efficiency('matmul/tiled-16')).toBe(1);
    expect(efficiency('matmul/tiled-strided')).toBe(1 / 4);
    expect(efficiency('matmul/register')).toBe(1);
  });
  it('of strided reads falls with the stride until each lane has a sector of its own', () => {
    const sums = 2 ** 20 / 32;
    for (const [stride, sectorShare] of [
      [1, 1],
      [2, 2],
      [4, 4],
      [8, 8],
      [16, 8],
      [128, 8],
    ] as const) {
      const { useful, moved, tiled } = costOf('memory/strided', { elements: 2 ** 20, stride });
      expect(useful).toBe(4 * (2 ** 20 + sums));
      expect(moved).toBe(4 * 2 ** 20 * sectorShare + 4 * sums);
      expect(tiled).toBe(4 * 2 ** 20 * sectorShare + 4 * sums);
    }
  });
  it('of random reads is a sector for each element', () => {
    const { requested, useful, moved, tiled } = costOf('memory/random', { elements: 2 ** 20 });
    const sums = 4 * 2 ** 15;
    expect(requested).toBe(4 * 2 ** 20 + sums);
    expect(useful).toBe(requested);
    expect(moved).toBe(32 * 2 ** 20 + sums);
    expect(tiled).toBe(moved);
  });
  it('of strided vec4s is at most two sectors for one', () => {
    for (const stride of [2, 8, 128]) {
      const { useful, moved } = costOf('memory/strided-vec4', { elements: 2 ** 20, stride });
      const sums = 4 * 2 ** 14;
      expect((moved - sums) / (useful - sums)).toBe(2);
    }
  });
  it('of rounds grows what is moved, not what is compulsory', () => {
    const [once, often] = [1, 50].map((rounds) => costOf('memory/read', { elements: 2 ** 18, rounds }));
    expect(often?.requested).toBe(50 * (once?.requested ?? 0));
    expect(often?.tiled).toBe(50 * (once?.tiled ?? 0));
    expect((often?.compulsory ?? 0) - (once?.compulsory ?? 0)).toBe(49 * 16 * 256 * 4);
  });
  it('has closed forms: sizes of a data centre cost no more than small ones', () => {
    const cube = { m: 131_072, n: 131_072, k: 131_072 };
    for (const kernel of ladder) expect(kernel.cost(cube, widths).flop).toBe(2 * 131_072 ** 3);
    expect(costOf('memory/strided', { elements: 2 ** 29, stride: 7 }).useful).toBeGreaterThan(4 * 2 ** 29);
  });
});
