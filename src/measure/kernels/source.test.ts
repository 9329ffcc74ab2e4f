import { describe, expect, it } from 'vitest';
import { fmaF16 } from './compute/fma-f16.ts';
import { naive } from './matmul/naive.ts';
import { sourceFor } from './source.ts';

describe('lengths', () => {
  it('follow the source as constants, and nothing but whole numbers does', () => {
    expect(sourceFor(naive, { m: 2, n: 3, k: 4 })).toBe(
      `${naive.source}const A_LENGTH = 8;\nconst B_LENGTH = 12;\nconst C_LENGTH = 6;\n`,
    );
    expect(() => sourceFor({ ...naive, lengths: () => ({ A: 1.5 }) }, {})).toThrow();
    expect(() => sourceFor({ ...naive, lengths: () => ({ 'A = 1; //': 1 }) }, {})).toThrow();
  });
  it('leave directives in front of every declaration', () => {
    const source = sourceFor(fmaF16, { invocations: 1, iterations: 1 });
    expect(source.search(/^enable f16;$/m)).toBeLessThan(source.search(/^(const|override|var|fn|@)/m));
  });
});
