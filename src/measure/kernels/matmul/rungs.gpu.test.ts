import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { kernelById } from '../catalogue.ts';
import { compile, openDevice, runKernel, seededInputs } from '../gpu-harness.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { verifyOutput } from '../verify.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await openDevice();
});
afterAll(() => device.destroy());

const kernelOf = (id: string): Kernel => {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel;
};

/** What is wrong with the output of a kernel, as a sentence; null where nothing is. */
async function faultOf(kernel: Kernel, problem: Problem, inputs = seededInputs(kernel, problem, 1)) {
  const { module, pipeline } = compile(device, kernel, problem);
  const { messages } = await module.getCompilationInfo();
  expect(messages.map(({ message }) => message)).toEqual([]);
  const output = await runKernel(device, await pipeline, kernel, problem, inputs);
  const checked = verifyOutput(kernel, problem, inputs, output, seededRandom(1).next, Number.POSITIVE_INFINITY);
  return checked.ok ? null : checked.error.message;
}

/** The kernel with its source changed; each change must find its place. */
function changed(kernel: Kernel, changes: readonly (readonly [from: string | RegExp, to: string])[]): Kernel {
  let { source } = kernel;
  for (const [from, to] of changes) {
    const next = source.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
    if (next === source) throw new Error(`${kernel.id} has no ${from}`);
    source = next;
  }
  return { ...kernel, source };
}

it('matmul/subgroup is right where a subgroup is not full, and shares nothing', async () => {
  const alone = changed(kernelOf('matmul/subgroup'), [['let shares = count == size', 'let shares = count > size']]);
  for (const problem of [
    { m: 33, n: 68, k: 7 },
    { m: 5, n: 65, k: 12 },
  ])
    expect(await faultOf(alone, problem)).toBeNull();
});

describe('NaN and infinities among the operands', () => {
  it.each(['matmul/naive', 'matmul/direct-vec4'])('go through %s', async (id) => {
    const kernel = kernelOf(id);
    const problem = { m: 9, n: 8, k: 12 };
    const inputs = seededInputs(kernel, problem, 2);
    inputs[0]?.set([Number.NaN], 3 * problem.k + 2);
    inputs[1]?.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 5 * problem.n + 1);
    expect(await faultOf(kernel, problem, inputs)).toBeNull();
  });
});

/**
 * Matrices that each invocation holds and multiplies by itself, in place of those of a subgroup, and subgroups of any width: what
 * stays is all of the kernel but the unit that few adapters have.
 */
function emulated(id: string, width: number): Kernel {
  const kernel = kernelOf(id);
  const [edge, operand] = id.endsWith('f16') ? [16, 'f16'] : [8, 'f32'];
  const load = (tile: string) => `
    fn load_${tile}(first: u32, stride: u32) -> Matrix {
      var made: Matrix;
      for (var i = 0u; i < ${edge * edge}u; i++) {
        made.at[i] = f32(${tile}[first + i / ${edge}u * stride + i % ${edge}u]);
      }
      return made;
    }`;
  const { requires: _, ...plain } = changed(kernel, [
    [/enable (chromium_experimental_subgroup_matrix|subgroups|f16);/, ''],
    [/diagnostic\(off, [a-z_.]+\);/, ''],
    [/alias (Left|Right|Sum) = [^;]+;/, ''],
    [/Sum\(\)/, 'Matrix()'],
    [/subgroupMatrixLoad<\w+, row_major>\(&(tile_[ab]), /, 'load_$1('],
    [/subgroupMatrixMultiplyAccumulate/, 'multiply'],
    [/subgroupMatrixStore<row_major>\(&tile_c, /, 'store_tile('],
    [/ {2}if \(subgroupElect\(\)\) \{\s+number = atomicAdd\(&numbers, 1u\);\s+\}/, ''],
    ['subgroupBroadcastFirst(number)', `lane / ${width}u`],
    [/\n {2}@builtin\(subgroup_size\) size: u32,/, ''],
    ['INVOCATIONS / size', `INVOCATIONS / ${width}u`],
  ]);
  const source = `${plain.source}
    struct Matrix { at: array<f32, ${edge * edge}> }
    ${load('tile_a')}
    ${load('tile_b')}
    fn multiply(left: Matrix, right: Matrix, sum: Matrix) -> Matrix {
      var made = sum;
      var one = left;
      var other = right;
      for (var i = 0u; i < ${edge * edge}u; i++) {
        for (var k = 0u; k < ${edge}u; k++) {
          made.at[i] += one.at[i / ${edge}u * ${edge}u + k] * other.at[k * ${edge}u + i % ${edge}u];
        }
      }
      return made;
    }
    fn store_tile(first: u32, made: Matrix, stride: u32) {
      var all = made;
      for (var i = 0u; i < ${edge * edge}u; i++) {
        tile_c[first + i / ${edge}u * stride + i % ${edge}u] = all.at[i];
      }
    }`;
  // Without f16 in memory, operands are unpacked from the words that hold them two by two.
  return operand === 'f32' ? { ...plain, source } : { ...plain, source: unpacked(source) };
}

const unpacked = (source: string): string =>
  source
    .replace(/([ab]): array<f16, (\w)_LENGTH>/g, '$1: array<u32, ($2_LENGTH + 1) / 2>')
    .replace(
      /return ([ab])\[([^;]+)\];/g,
      (_, name, index) => `return unpack2x16float(${name}[(${index}) / 2u])[(${index}) % 2u];`,
    )
    .replaceAll('0.0h', '0.0')
    .replaceAll('f16', 'f32')
    .replaceAll('unpack2x16floatf32', 'unpack2x16float');

describe.each(['matmul/subgroup-matrix', 'matmul/subgroup-matrix-f16'])('%s, with its matrices emulated', (id) => {
  // Four subgroups, a quarter each; and one, which takes four turns.
  it.each([32, 128])('makes every quarter of a tile, past every edge, in subgroups of %d', async (width) => {
    expect(await faultOf(emulated(id, width), { m: 33, n: 35, k: 37 })).toBeNull();
  });
});
