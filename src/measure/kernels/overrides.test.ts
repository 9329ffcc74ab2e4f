import { describe, expect, it } from 'vitest';
import { kernels } from './catalogue.ts';
import { declaredOverrides } from './overrides.ts';
import { defaultProblem } from './problem.ts';

const names = (source: string) => declaredOverrides(source).map(({ name }) => name);

describe('declaredOverrides', () => {
  it('reads name, id, type and default', () => {
    const source =
      'override A: u32 = 4u;\n@id(7) override B: f32 = -1.5e2f;\noverride C = true;\noverride D: i32;\noverride E = 2u * A;';
    expect(declaredOverrides(source)).toEqual([
      { name: 'A', key: 'A', type: 'u32', value: 4, hasDefault: true },
      { name: 'B', key: '7', type: 'f32', value: -150, hasDefault: true },
      { name: 'C', key: 'C', type: '', value: 1, hasDefault: true },
      { name: 'D', key: 'D', type: 'i32', value: null, hasDefault: false },
      { name: 'E', key: 'E', type: '', value: null, hasDefault: true },
    ]);
  });

  it('passes over comments, which nest, and words that only look like it', () => {
    expect(names('// override A: u32;\noverride B: u32;')).toEqual(['B']);
    expect(names('/* override A: u32; /* override B: u32; */ override C: u32; */ override D: u32;')).toEqual(['D']);
    expect(names('let myoverride = 1; overrides X: u32; override\n/* here */ E\n:\nu32\n=\n3\n;')).toEqual(['E']);
    expect(names('/* never closed override A: u32;')).toEqual([]);
  });

  it('reads every override that a kernel of the catalogue sets', () => {
    for (const kernel of kernels)
      expect(names(kernel.source), kernel.id).toEqual(
        expect.arrayContaining(Object.keys(kernel.overrides(defaultProblem(kernel)))),
      );
  });

  it.each([
    ['spaces', 'override A'.padEnd(65_000, ' ')],
    ['declarations without an end', 'override A: u32 = '.repeat(3600)],
    ['attributes', '@id('.repeat(16_000)],
    ['opened comments', '/*'.repeat(32_000)],
    ['digits', `override A = ${'1'.repeat(64_000)};`],
  ])('takes a hostile text of %s in bounded work', (_, source) => {
    // Quadratic work would not end before the test's time is over.
    expect(declaredOverrides(source).length).toBeLessThanOrEqual(64);
  });

  it('stops at 64', () => {
    expect(names(Array.from({ length: 500 }, (_, at) => `override A${at}: u32;`).join('\n'))).toHaveLength(64);
  });
});
