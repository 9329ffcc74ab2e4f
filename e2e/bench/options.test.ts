import { describe, expect, it } from 'vitest';
import { HELP, PARTS, parseOptions } from './options.mjs';

describe('the options of the benchmark', () => {
  it('are all parts where none is named, else the named ones in the order in which they run', () => {
    expect(parseOptions([])).toEqual({ parts: PARTS, thorough: false, reference: {} });
    expect(parseOptions(['suites', 'drag', 'drag'])).toMatchObject({ parts: ['drag', 'suites'] });
  });

  it('take figures of a datasheet, in both ways of writing', () => {
    expect(
      parseOptions(['hardware', 'suites', '--thorough', '--datasheet-fma', '67e12', '--datasheet-l2=50e6']),
    ).toEqual({
      parts: ['suites', 'hardware'],
      thorough: true,
      reference: { 'datasheet-fma': 67e12, 'datasheet-l2': 50e6 },
    });
  });

  it.each([
    [['quick'], 'there is no part "quick"'],
    [['--only'], 'there is no flag "--only"'],
    [['-v'], 'there is no flag "-v"'],
    [['--toString', '1'], 'there is no flag "--toString"'],
    [['--driver-copy', '--thorough'], 'not "--thorough"'],
    [['drag\nsize'], 'there is no part'],
    [['--thorough', '--thorough'], '--thorough is given twice'],
    [['--driver-copy=1', '--driver-copy', '2'], '--driver-copy is given twice'],
    [['--driver-copy'], '--driver-copy needs a positive number'],
    [['--driver-copy', 'fast'], 'not "fast"'],
    [['--driver-copy', '-4e12'], 'not "-4e12"'],
    [['--driver-copy', 'Infinity'], '--driver-copy needs a positive number'],
    [['--thorough=yes'], '--thorough takes no value'],
    [['drag', '--thorough'], '--thorough belongs to suites and stacks'],
    [['suites', '--driver-copy', '4e12'], '--driver-copy belongs to hardware'],
  ])('refuse %j in one line', (words, sentence) => {
    const refused = () => parseOptions(words);
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(sentence);
    expect(refused).toThrow(/^[^\n]+$/);
  });

  it('offer help that names every part', () => {
    expect(parseOptions(['drag', '--help'])).toBe('help');
    for (const part of PARTS) expect(HELP).toContain(part);
  });
});
