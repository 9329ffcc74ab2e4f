import { describe, expect, it } from 'vitest';
import { kernelById } from '../catalogue.ts';
import type { Problem } from '../kernel.ts';
import { sizesFit } from '../problem.ts';
import { verifyOutput } from '../verify.ts';

/** Everything that the reference of a kernel says of these inputs; values worked out by hand from the definitions. */
function outputOf(id: string, problem: Problem, ...inputs: readonly (readonly number[] | Float32Array)[]): number[] {
  const kernel = kernelById(`elementwise/${id}`);
  if (!kernel) throw new Error(`no kernel elementwise/${id}`);
  expect(sizesFit(kernel, problem)).toBeNull();
  const given = inputs.map((input) => Float32Array.from(input));
  const reads = kernel.bindings.filter(({ access }) => access === 'read');
  expect(given.map(({ length }) => length)).toEqual(reads.map(({ elements }) => elements(problem)));
  const reference = kernel.reference(problem, given);
  return Array.from({ length: reference.rows }, (_, row) => [...reference.row(row).values]).flat();
}
const close = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 6);
};
const counted = (length: number) => Array.from({ length }, (_, i) => i + 1);
const pool = (height: number, width: number, kernel: number, stride: number, pad: number) => ({
  batch: 1,
  channels: 1,
  inHeight: 3,
  inWidth: 3,
  outHeight: height,
  outWidth: width,
  kernelHeight: kernel,
  kernelWidth: kernel,
  strideHeight: stride,
  strideWidth: stride,
  padTop: pad,
  padLeft: pad,
});

describe('references of elementwise kernels', () => {
  it('scale channels, not rows, then add, then activate', () => {
    const shape = { batch: 1, channels: 2, inner: 2 };
    const tensors = [
      [1, 2, 3, 4],
      [10, -1],
      [0, 1],
    ];
    expect(outputOf('scale-shift', { ...shape, activation: 0 }, ...tensors)).toEqual([10, 20, -2, -3]);
    expect(outputOf('scale-shift', { ...shape, activation: 2 }, ...tensors)).toEqual([6, 6, 0, 0]);
    expect(outputOf('scale-add', { ...shape, activation: 1 }, ...tensors, [-1, 1, 5, 1])).toEqual([9, 21, 3, 0]);
  });

  it('average what of a window lies in the padded input, as PyTorch with ceil_mode and count_include_pad', () => {
    // AvgPool2d(2, stride=2, ceil_mode=True): windows that hang over the end divide by what is left of them.
    const hanging = { ...pool(2, 2, 2, 2, 0), padBottom: 0, padRight: 0 };
    expect(outputOf('average-pool', hanging, counted(9))).toEqual([3, 4.5, 7.5, 9]);
    // AvgPool2d(3, stride=2, padding=1): noughts of the padding count.
    const padded = { ...pool(2, 2, 3, 2, 1), padBottom: 1, padRight: 1 };
    expect(outputOf('average-pool', padded, counted(9))).toEqual([12 / 9, 16 / 9, 24 / 9, 28 / 9]);
  });

  it('never let padding be the largest', () => {
    const dilation = { dilationHeight: 1, dilationWidth: 1 };
    const below = counted(9).map((value) => -value);
    expect(outputOf('max-pool', { ...pool(2, 2, 3, 2, 1), ...dilation }, below)).toEqual([-1, -2, -4, -5]);
    const dilated = { ...pool(1, 1, 2, 1, 0), dilationHeight: 2, dilationWidth: 2 };
    expect(outputOf('max-pool', dilated, [1, 9, 2, 9, 9, 9, 3, 9, 4])).toEqual([4]);
  });

  it('normalise rows by mean and variance, or by the root mean square, and groups of channels', () => {
    const unit = 1 / Math.sqrt(1.25 + 1e-5);
    const normal = [-1.5, -0.5, 0.5, 1.5].map((value) => value * unit);
    const [ones, noughts] = [
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ];
    close(outputOf('layer-norm', { rows: 1, columns: 4, rms: 0 }, counted(4), ones, noughts), normal);
    close(
      outputOf('layer-norm', { rows: 1, columns: 2, rms: 1 }, [3, 4], [1, 2], [7, 7]),
      [3, 8].map((value) => value / Math.sqrt(12.5 + 1e-5)),
    );
    // Two samples of one group of two channels; the second is the first times minus one.
    const groups = { batch: 2, groups: 1, groupChannels: 2, inner: 2 };
    const mirrored = [...counted(4), -1, -2, -3, -4];
    const [low = 0, next = 0, third = 0, high = 0] = normal;
    close(outputOf('group-norm', groups, mirrored, [1, 10], [0, 1]), [
      ...[low, next, 10 * third + 1, 10 * high + 1],
      ...[-low, -next, -10 * third + 1, -10 * high + 1],
    ]);
  });

  it('give a layer norm also in three steps', () => {
    const shape = { rows: 2, columns: 3 };
    const x = [1, 2, 6, -1, 0, 4];
    const mean = outputOf('row-mean', shape, x);
    const variance = outputOf('row-variance', shape, x, mean);
    close(mean, [3, 1]);
    close(variance, [14 / 3, 14 / 3]);
    const [scale, shift] = [
      [1, 2, 3],
      [0, 1, 0],
    ];
    close(
      outputOf('row-normalise', shape, x, mean, variance, scale, shift),
      outputOf('layer-norm', { ...shape, rms: 0 }, x, scale, shift),
    );
    expect(outputOf('global-average-pool', { batch: 1, channels: 2, inner: 3 }, x)).toEqual([3, 1]);
  });

  it('make probabilities along the middle axis', () => {
    const scores = [1, 2, 3].map(Math.log);
    close(outputOf('softmax', { outer: 1, extent: 3, inner: 1 }, scores), [1 / 6, 2 / 6, 3 / 6]);
    const turned = scores.flatMap((score) => [score, 0]);
    close(outputOf('softmax', { outer: 1, extent: 3, inner: 2 }, turned), [1 / 6, 1 / 3, 2 / 6, 1 / 3, 3 / 6, 1 / 3]);
  });

  it('turn features half a head apart by token and frequency', () => {
    const kernel = kernelById('elementwise/rotary');
    const problem = { batch: 1, tokens: 2, heads: 1, headDim: 4 };
    const table = kernel?.bindings[1]?.content?.fill(problem) ?? [];
    // The second token turns (1, 0) by 1 and (0, 1) by a hundredth.
    close(outputOf('rotary', problem, [1, 0, 0, 1, 1, 0, 0, 1], table), [
      ...[1, 0, 0, 1],
      ...[Math.cos(1), -Math.sin(0.01), Math.sin(1), Math.cos(0.01)],
    ]);
  });

  it('look up rows, the last one for an id past the table', () => {
    const ids = new Float32Array(Uint32Array.of(2, 0, 7).buffer);
    expect(outputOf('gather', { rows: 3, width: 2, tableRows: 3 }, ids, counted(6))).toEqual([5, 6, 1, 2, 5, 6]);
  });

  it('put rows side by side, fewer of them again and again', () => {
    const problem = { outer: 2, firstOuter: 1, firstInner: 1, secondOuter: 2, secondInner: 2 };
    expect(outputOf('concat', problem, [9], counted(4))).toEqual([9, 1, 2, 9, 3, 4]);
  });
  it('refuse rows that do not repeat evenly', () => {
    const kernel = kernelById('elementwise/concat');
    const problem = { outer: 6, firstOuter: 6, firstInner: 1, secondOuter: 4, secondInner: 1 };
    expect(kernel && sizesFit(kernel, problem)).toBe('Rows of b must divide the 6 rows of the output, and 4 does not.');
  });

  it('take NaN and infinity for right where they belong, and for wrong where they do not', () => {
    const judge = (id: string, problem: Problem, inputs: readonly (readonly number[])[], output: readonly number[]) => {
      const kernel = kernelById(`elementwise/${id}`);
      if (!kernel) throw new Error(`no kernel elementwise/${id}`);
      const given = inputs.map((input) => Float32Array.from(input));
      return verifyOutput(kernel, problem, given, Float32Array.from(output), () => 0.5).ok;
    };
    const [nan, endless] = [Number.NaN, Number.POSITIVE_INFINITY];
    const silu = { elements: 3, activation: 0 };
    expect(judge('activation', silu, [[nan, endless, 1]], [nan, endless, 1])).toBe(true);
    expect(judge('activation', silu, [[nan, endless, 1]], [nan, endless, nan])).toBe(false);
    expect(judge('activation', silu, [[nan, endless, 1]], [0, endless, 1])).toBe(false);
    const mean = { rows: 2, columns: 2 };
    expect(judge('row-mean', mean, [[nan, 1, 2, 4]], [nan, 3])).toBe(true);
    expect(judge('row-mean', mean, [[1, 1, 2, 4]], [nan, 3])).toBe(false);
  });
});
