import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { LONGEST_SOURCE } from '../record/edited.ts';
import { kernelById, kernels } from './catalogue.ts';
import { editedKernel, isEdited, sizeConstants, unedited } from './edited.ts';
import { defaultProblem } from './problem.ts';
import { sourceFor } from './source.ts';

const kernelOf = (id: string) => {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel;
};
const tiled = kernelOf('matmul/tiled-16');
const problem = { m: 100, n: 50, k: 7 };
const edit = (change: object) => unwrap(editedKernel(tiled, { ...unedited(tiled), ...change }, problem));

describe('editedKernel', () => {
  it('keeps what judges the kernel and takes the source and the constants of the person', () => {
    const source = `${tiled.source}\noverride MORE: f32 = 2.0;\n`;
    const made = edit({ source, constants: { TILE: 8, MORE: 3 } });
    expect(made.source).toBe(source);
    expect(made.id).toBe(tiled.id);
    expect(made.reference).toBe(tiled.reference);
    expect(made.bindings).toBe(tiled.bindings);
    expect(made.overrides(problem)).toEqual({ TILE: 8, MORE: 3, M: 100, N: 50, K: 7 });
    expect(made.edited?.hash).toMatch(/^[0-9a-f]{8}$/);
  });

  it('sets no constant that the source does not declare, and calls one by its @id', () => {
    const source = tiled.source
      .replace('override TILE: u32;', 'const TILE = 16u;')
      .replace('override M', '@id(3) override M');
    expect(edit({ source, constants: { GONE: 1 } }).overrides(problem)).toEqual({ 3: 100, N: 50, K: 7 });
  });

  it('dispatches as many workgroups as asked, and in proportion on another problem', () => {
    const made = edit({ workgroups: [8, 14, 1] });
    expect(tiled.workgroups(problem)).toEqual([4, 7, 1]);
    expect(made.workgroups(problem)).toEqual([8, 14, 1]);
    expect(made.workgroups({ m: 16, n: 16, k: 7 })).toEqual([2, 2, 1]);
  });

  it('keeps the added lengths out of a comment that ends the source', () => {
    const made = edit({ source: `${tiled.source}// the end` });
    expect(sourceFor(made, problem)).toContain('// the end\nconst A_LENGTH = 700;');
    expect(made.edited?.source).toMatch(/the end$/);
  });

  it('refuses a source that is too long, with its length', () => {
    const made = editedKernel(tiled, { source: ' '.repeat(LONGEST_SOURCE + 1), constants: {} }, problem);
    expect(made).toMatchObject({ ok: false });
    expect(made.ok ? '' : made.error).toContain('65,537');
  });
});

it('tells an edited version from the kernel as it ships', () => {
  expect(isEdited(tiled, unedited(tiled))).toBe(false);
  expect(isEdited(tiled, { ...unedited(tiled), source: `${tiled.source} ` })).toBe(true);
  expect(isEdited(tiled, { ...unedited(tiled), constants: { TILE: 8 } })).toBe(true);
  expect(isEdited(tiled, { ...unedited(tiled), workgroups: [1, 1, 1] })).toBe(true);
});

it.each(kernels.map((kernel) => [kernel.id, kernel] as const))('%s as it ships is the same program', (_, kernel) => {
  const problem = defaultProblem(kernel);
  const same = unwrap(editedKernel(kernel, unedited(kernel), problem));
  expect(same.overrides(problem)).toEqual(kernel.overrides(problem));
  expect(same.workgroups(problem)).toEqual(kernel.workgroups(problem));
  expect(sourceFor(same, problem).trim()).toBe(sourceFor(kernel, problem).trim());
  for (const name of sizeConstants(kernel, problem)) expect(kernel.overrides(problem)).toHaveProperty(name);
});

it('knows which constants follow from the sizes', () => {
  expect([...sizeConstants(tiled, problem)].sort()).toEqual(['K', 'M', 'N']);
  expect([...sizeConstants(tiled, { m: 1, n: 1, k: 1 })].sort()).toEqual(['K', 'M', 'N']);
});
