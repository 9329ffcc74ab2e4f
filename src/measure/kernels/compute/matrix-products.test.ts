import { describe, expect, it } from 'vitest';
import type { Kernel } from '../kernel.ts';
import { poison } from '../poison.ts';
import { missingRequirement } from '../problem.ts';
import { verifyOutput } from '../verify.ts';
import { packedHalves, productsOf } from './matrix-products.ts';
import { subgroupMatrix } from './subgroup-matrix.ts';
import { subgroupMatrixF16 } from './subgroup-matrix-f16.ts';

const problem = { invocations: 2 * 128, iterations: 64 };
const WIDTHS = [4, 8, 32, 64, 128];

/** f16 of small whole numbers and their halves, by its fields. */
const halfOf = (bits: number) =>
  bits & 0x7fff ? (bits & 0x8000 ? -1 : 1) * 2 ** (((bits >> 10) & 31) - 15) * (1 + (bits & 0x3ff) / 1024) : 0;

/** What the kernel would write where a workgroup has so many subgroups. */
function outputOf(kernel: Kernel, subgroups: number): Float32Array {
  const [filled] = kernel.bindings.map(({ content }) => content?.fill(problem));
  if (!filled) throw new Error('no content');
  const edge = kernel === subgroupMatrix ? 8 : 16;
  const values = edge === 8 ? [...filled] : Array.from(new Uint16Array(filled.buffer), halfOf);
  const sums = Array.from(productsOf(values, edge), (product) => (problem.iterations / subgroups) * product);
  return Float32Array.from([...sums, ...sums, subgroups, subgroups]);
}
const verdict = (kernel: Kernel, output: Float32Array) => verifyOutput(kernel, problem, [], output, () => 0.5);

describe.each([subgroupMatrix, subgroupMatrixF16].map((kernel) => [kernel.id, kernel] as const))('%s', (_, kernel) => {
  it('takes its products from any number of subgroups, and the work is the same', () => {
    for (const width of WIDTHS) expect(verdict(kernel, outputOf(kernel, 128 / width)).ok, `${width}`).toBe(true);
    const { flop } = kernel.cost(problem, { subgroupWidth: 32, sector: 32 });
    expect(flop).toBe(kernel.cost(problem, { subgroupWidth: 64, sector: 32 }).flop);
    expect(flop).toBe(2 * (kernel === subgroupMatrix ? 8 : 16) ** 3 * 4 * 64 * 2);
  });
  it('finds a wrong element, a wrong number of subgroups and products that were not made', () => {
    const wrong = (change: (output: Float32Array) => void) => {
      const output = outputOf(kernel, 4);
      change(output);
      const checked = verdict(kernel, output);
      return checked.ok ? null : checked.error.message;
    };
    const last = outputOf(kernel, 4).length - 1;
    expect(wrong((output) => output.set([(output[7] ?? 0) + 1], 7))).toContain('element 7 of workgroup 0');
    expect(wrong((output) => output.set([2], last))).toContain('of workgroup 1');
    expect(wrong((output) => output.set([3], last))).toContain('3 subgroups');
    expect(wrong((output) => output.set([0.5], last))).toContain('0.5 subgroups');
    expect(wrong((output) => poison(output.subarray(0, 1)))).toContain('wrote nothing');
  });
});

it('is refused by name where the adapter lists other matrices, or none', () => {
  const features = ['chromium-experimental-subgroup-matrix', 'subgroups', 'shader-f16'];
  const small = { M: 8, N: 8, K: 8, componentType: 'f32', resultComponentType: 'f32' };
  const large = { M: 16, N: 16, K: 16, componentType: 'f16', resultComponentType: 'f32' };
  const listing = (...subgroupMatrixConfigs: (typeof small)[]) => ({ features, subgroupMatrixConfigs });
  expect(missingRequirement(subgroupMatrix, listing(large, small))).toBeNull();
  expect(missingRequirement(subgroupMatrixF16, listing(large))).toBeNull();
  expect(missingRequirement(subgroupMatrix, listing(large))).toContain('8×8×8 matrices of f32 into f32');
  expect(missingRequirement(subgroupMatrixF16, listing({ ...large, resultComponentType: 'f16' }))).toContain(
    'f16 into f32',
  );
  expect(missingRequirement(subgroupMatrixF16, { features })).toContain('16×16×16 matrices');
});

it('multiplies row by column', () => {
  // Left, then four right matrices, of which the first is not symmetric.
  const values = [1, 2, 0, 1, 0, 1, 2, 0, 1, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 2];
  expect([...productsOf(values, 2)]).toEqual([4, 1, 2, 0, 1, 2, 0, 1, 0, 0, 0, 0, 2, 4, 0, 2]);
});

it('packs two f16 to a word', () => {
  const packed = packedHalves([-2, -1, 0, 1, 2, 0]);
  expect(packed).toHaveLength(3);
  expect(Array.from(new Uint16Array(packed.buffer), halfOf)).toEqual([-2, -1, 0, 1, 2, 0]);
});
