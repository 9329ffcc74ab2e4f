import { describe, expect, it } from 'vitest';
import { whereNotJson } from './json-place.ts';

describe('whereNotJson', () => {
  it('names line, column and what was expected', () => {
    expect(whereNotJson('{\n  "layers": [}\n')).toBe('line 2, column 14: expected a value or ]');
    expect(whereNotJson('{"a": 1,}')).toBe('line 1, column 9: expected a name');
    expect(whereNotJson('{"a" 1}')).toBe('line 1, column 6: expected a colon');
    expect(whereNotJson('[1 2]')).toBe('line 1, column 4: expected a comma or ]');
    expect(whereNotJson('{"a": [1, 2}')).toBe('line 1, column 12: expected a comma or ]');
    expect(whereNotJson('{"a": "b\nc"}')).toBe('line 1, column 7: expected a value');
    expect(whereNotJson("{'a': 1}")).toBe('line 1, column 2: expected a name or }');
    expect(whereNotJson('{} {}')).toBe('line 1, column 4: expected nothing more');
    expect(whereNotJson('{"a": 01}')).toBe('line 1, column 8: expected a comma or }');
    expect(whereNotJson('{"a": NaN}')).toBe('line 1, column 7: expected a value');
    expect(whereNotJson(' \n')).toBe('it is empty');
  });
  it('says where a file was cut short, however deep', () => {
    expect(whereNotJson('{"a": [1,')).toBe('line 1, column 10: expected a value, but the file ends');
    expect(whereNotJson('['.repeat(200_000))).toContain('but the file ends');
  });
});
