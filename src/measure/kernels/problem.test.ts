import { describe, expect, it } from 'vitest';
import { kernelById, kernels } from './catalogue.ts';
import type { Kernel } from './kernel.ts';
import { oddProblems } from './odd-problems.ts';
import { defaultProblem, foldGroups, memoryFits, problemElements, problemFits, sizeOf } from './problem.ts';

const find = (id: string): Kernel => {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel;
};

describe('catalogue', () => {
  it('has one kernel an id, each with one output bound last', () => {
    expect(new Set(kernels.map(({ id }) => id)).size).toBe(kernels.length);
    for (const { id, family, bindings } of kernels) {
      expect(id.startsWith(`${family}/`)).toBe(true);
      expect(bindings.map(({ access }) => access).indexOf('write')).toBe(bindings.length - 1);
    }
    expect(kernelById('matmul/none')).toBeUndefined();
  });
  it.each(kernels.map((kernel) => [kernel.id, kernel] as const))('%s declares what its source uses', (_, kernel) => {
    const problem = defaultProblem(kernel);
    const set = Object.keys(kernel.overrides(problem));
    const declared = [...kernel.source.matchAll(/^override (\w+)(?:: \w+)?( = [^;]+)?;/gm)];
    expect(declared.map(([, name]) => name)).toEqual(expect.arrayContaining(set));
    // What has no value of its own.
    for (const [, name, own] of declared) if (own === undefined) expect(set).toContain(name);
    for (const name of Object.keys(kernel.lengths?.(problem) ?? {})) expect(kernel.source).toContain(name);
    expect(kernel.source.match(/@binding\(/g)).toHaveLength(kernel.bindings.length);
    expect(Object.isFrozen(kernel)).toBe(true);
  });
});

describe('problemFits', () => {
  it('takes every default and every odd problem within the guaranteed limits', () => {
    for (const kernel of kernels.filter(({ id }) => id !== 'matmul/tiled-32'))
      for (const problem of [defaultProblem(kernel), ...oddProblems(kernel)])
        expect(problemFits(kernel, problem), `${kernel.id} ${JSON.stringify(problem)}`).toBeNull();
  });
  it('takes tiles of 32 × 32 where a workgroup may have 1,024 invocations', () => {
    const kernel = find('matmul/tiled-32');
    const cube = { m: 33, n: 33, k: 33 };
    expect(problemFits(kernel, cube)).toBe(
      'A workgroup has 1024 invocations; maxComputeInvocationsPerWorkgroup is 256.',
    );
    const large = { maxComputeInvocationsPerWorkgroup: 1024 };
    expect(problemFits(kernel, cube, large)).toBeNull();
    expect(problemFits(kernel, cube, { ...large, maxComputeWorkgroupSizeY: 16 })).toBe(
      'A workgroup is 32 invocations wide; maxComputeWorkgroupSizeY is 16.',
    );
    expect(problemFits(kernel, cube, { ...large, maxComputeWorkgroupStorageSize: 4096 })).toBe(
      'A workgroup needs 8,192 B of workgroup memory; maxComputeWorkgroupStorageSize is 4,096 B.',
    );
  });
  it('names the size that is out of bounds', () => {
    expect(problemFits(find('matmul/naive'), { m: 0, n: 1, k: 1 })).toContain('M, rows');
    expect(problemFits(find('matmul/naive'), { m: 1, n: 1.5, k: 1 })).toContain('N, columns');
    expect(problemFits(find('memory/strided'), { elements: 9, stride: 129 })).toContain('1 to 128');
    expect(problemFits(find('memory/copy'), {})).toContain('Elements');
  });
  it('names the limit that a buffer, the dispatch or the workgroup passes', () => {
    const large = { m: 8192, n: 8, k: 8192 };
    expect(problemFits(find('matmul/naive'), large)).toBe(
      "Buffer A needs 256 MiB; every adapter's maxStorageBufferBindingSize is at least 128 MiB, and this one's is known once something was measured.",
    );
    expect(problemFits(find('matmul/naive'), large, { maxStorageBufferBindingSize: 2 ** 27 })).toBe(
      "Buffer A needs 256 MiB; this adapter's maxStorageBufferBindingSize is 128 MiB.",
    );
    expect(problemFits(find('matmul/naive'), large, { maxStorageBufferBindingSize: 2 ** 31 })).toBeNull();
    expect(
      problemFits(find('matmul/naive'), large, { maxStorageBufferBindingSize: 2 ** 31, maxBufferSize: 2 ** 27 }),
    ).toContain('maxBufferSize');
    expect(
      problemFits(find('memory/copy'), { elements: 2 ** 20 }, { maxComputeWorkgroupsPerDimension: 100 }),
    ).toContain('maxComputeWorkgroupsPerDimension');
    expect(
      problemFits(find('matmul/naive'), { m: 1, n: 1, k: 1 }, { maxComputeInvocationsPerWorkgroup: 128 }),
    ).toContain('256 invocations');
  });
  it.each(kernels.map((kernel) => [kernel.id, kernel] as const))(
    'refuses every buffer of %s that is larger than may be bound, by name',
    (_, kernel) => {
      const problem = defaultProblem(kernel);
      const sizes = kernel.bindings.map(({ name, elements }) => ({
        name,
        size: 16 * Math.ceil(elements(problem) / 4),
      }));
      for (const [index, { size, name }] of sizes.entries()) {
        // Only what comes before it is looked at before it.
        if (sizes.slice(0, index).some((earlier) => earlier.size >= size)) continue;
        const roomy = { maxComputeInvocationsPerWorkgroup: 1024, maxBufferSize: 2 ** 40 };
        expect(problemFits(kernel, problem, { ...roomy, maxStorageBufferBindingSize: size - 1 })).toContain(
          `Buffer ${name} needs`,
        );
      }
    },
  );
  it('counts what a buffer is rounded up to, and how many there are', () => {
    const copy = find('memory/copy');
    const limits = { maxStorageBufferBindingSize: 2 ** 20 - 4 };
    expect(problemFits(copy, { elements: 2 ** 18 - 1 }, limits)).toContain('Buffer');
    expect(problemFits(copy, { elements: 2 ** 18 - 4 }, limits)).toBeNull();
    expect(problemFits(copy, { elements: 4 }, { maxStorageBuffersPerShaderStage: 1 })).toBe(
      'It binds 2 buffers; maxStorageBuffersPerShaderStage is 1.',
    );
  });
  it('counts all buffers together where the adapter says how much memory it has', () => {
    const square = { m: 1024, n: 1024, k: 1024 };
    const naive = find('matmul/naive');
    expect(memoryFits(naive, square, { memory: 12 * 2 ** 20 })).toBeNull();
    expect(memoryFits(naive, square, { memory: 12 * 2 ** 20 - 1 })).toBe(
      'Its buffers need 12 MiB together; this adapter has 12 MiB of memory.',
    );
    expect(memoryFits(naive, square, {})).toBeNull();
  });
});

it('folds long rows of workgroups into two dimensions that hold them all', () => {
  expect(foldGroups(65_535)).toEqual([65_535, 1, 1]);
  expect(foldGroups(65_536)).toEqual([32_768, 2, 1]);
  for (const count of [1, 100_003, 2 ** 24 + 1]) {
    const [x, y] = foldGroups(count);
    expect(Math.max(x, y)).toBeLessThanOrEqual(65_535);
    expect(x * y).toBeGreaterThanOrEqual(count);
    expect(x * y - count).toBeLessThan(y);
  }
});

it('counts the elements of all buffers, and refuses a problem without a size', () => {
  expect(problemElements(find('matmul/register'), { m: 3, n: 3, k: 3 })).toBe(12 + 12 + 9);
  expect(problemElements(find('compute/fma'), { invocations: 10, iterations: 1 })).toBe(200);
  expect(() => sizeOf({ m: 1 }, 'n')).toThrow('no size n');
});
