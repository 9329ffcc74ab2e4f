import { describe, expect, it } from 'vitest';
import { kernelById } from '../catalogue.ts';
import type { Problem } from '../kernel.ts';
import { broadcastProblem, viewProblem } from './problems.ts';

const widths = { subgroupWidth: 32, sector: 32 };
function costOf(id: string, problem: Problem | null) {
  const kernel = kernelById(`elementwise/${id}`);
  if (!kernel || !problem) throw new Error(`no elementwise/${id} of this problem`);
  return kernel.cost(problem, widths);
}
const image = { batch: 8, channels: 64, inner: 3136 };
const elements = 8 * 64 * 3136;

describe('costs of elementwise kernels', () => {
  it('tell one pass from three: 12 B an element against 28', () => {
    const dense = [8, 64, 56, 56];
    const statistics = 2 * 4 * 64;
    const fused = costOf('scale-add', { ...image, activation: 1 });
    const turns = [
      costOf('scale-shift', { ...image, activation: 0 }),
      costOf('add', broadcastProblem(dense, dense, dense, 0)),
      costOf('activation', { elements, activation: 1 }),
    ];
    expect(fused.compulsory).toBe(12 * elements + statistics);
    expect(turns.reduce((sum, { compulsory }) => sum + compulsory, 0)).toBe(28 * elements + statistics);
    // The same arithmetic: multiply, two additions, a comparison.
    expect(fused.flop).toBe(4 * elements);
    expect(turns.reduce((sum, { flop }) => sum + flop, 0)).toBe(4 * elements);
  });

  it('count what is broadcast once where it is compulsory, and for each output where it is asked for', () => {
    const gate = costOf('multiply', broadcastProblem([8, 64, 56, 56], [8, 64, 56, 56], [8, 64, 1, 1], 0));
    expect(gate.compulsory).toBe(4 * (2 * elements + 8 * 64));
    expect(gate.requested).toBe(4 * 3 * elements);
  });

  it('tell a transpose from a copy by its sectors: one element of eight is useful', () => {
    const plain = costOf('copy', viewProblem([1024, 1024], [1024, 1], 0, 2 ** 20));
    const turned = costOf('copy', viewProblem([1024, 1024], [1, 1024], 0, 2 ** 20));
    expect(plain.useful / plain.moved).toBe(1);
    // A read of eight times as much as it wants, and a write of just what it wants.
    expect(turned.moved).toBe(9 * 2 ** 22);
    expect(turned.useful).toBe(plain.useful);
    expect(turned.compulsory).toBe(plain.compulsory);
  });

  it('read overlapping windows again from the cache, not from memory', () => {
    const sides = { kernelHeight: 3, kernelWidth: 3, strideHeight: 1, strideWidth: 1, padTop: 1, padLeft: 1 };
    const extents = { inHeight: 64, inWidth: 64, outHeight: 64, outWidth: 64, dilationHeight: 1, dilationWidth: 1 };
    const { requested, tiled, compulsory } = costOf('max-pool', { batch: 1, channels: 16, ...extents, ...sides });
    const output = 16 * 64 * 64;
    // Nine taps of each output, less those that fall on the padding.
    expect(requested).toBe(4 * (16 * (3 * 64 - 2) ** 2 + output));
    // A workgroup makes 16 rows and reads the row above and the row below too, where there are any.
    expect(tiled).toBe(4 * (16 * 64 * (17 + 18 + 18 + 17) + output));
    expect(compulsory).toBe(4 * 2 * output);
  });

  it('look at a row twice for its norm and three times for its softmax', () => {
    const norm = costOf('layer-norm', { rows: 8, columns: 1024, rms: 1 });
    // Two looks at the row, its scale, and the write.
    expect(norm.requested).toBe(4 * 8 * 1024 * 4);
    expect(norm.tiled).toBe(4 * 8 * 1024 * 3);
    const softmax = costOf('softmax', { outer: 8, extent: 1024, inner: 1 });
    expect(softmax.requested).toBe(4 * 8 * 1024 * 4);
    expect(softmax.tiled).toBe(4 * 8 * 1024 * 2);
  });
});
