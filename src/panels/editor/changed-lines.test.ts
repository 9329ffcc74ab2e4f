import { describe, expect, it } from 'vitest';
import { changedLines, changesText } from './changed-lines.ts';

describe('changedLines', () => {
  it.each([
    ['nothing', 'a\nb\nc', 'a\nb\nc', [], 0],
    ['a line', 'a\nb\nc', 'a\nB\nc', [2], 0],
    ['lines added in the middle', 'a\nb', 'a\nx\ny\nb', [2, 3], 0],
    ['a line added at the end', 'a\nb', 'a\nb\nc', [3], 0],
    ['a line removed', 'a\nb\nc', 'a\nc', [], 1],
    ['one changed and one removed', 'a\nb\nc\nd', 'a\nX\nd', [2], 1],
    ['apart', 'a\nb\nc\nd\ne', 'A\nb\nc\nd\nE', [1, 5], 0],
    ['lines that moved', 'a\nb\nc', 'b\nc\na', [3], 0],
    ['a line of many alike', '}\n}\n}', '}\n}\n}\n}', [4], 0],
    ['all of it', 'a', '', [1], 0],
  ])('finds %s', (_, before, after, lines, removed) => {
    expect(changedLines(before, after)).toEqual({ lines, removed });
  });

  it('calls all between changed where there is too much to compare', () => {
    const many = (letter: string) => Array.from({ length: 3000 }, (_, at) => `${letter}${at}`).join('\n');
    const { lines } = changedLines(`first\n${many('a')}\nlast`, `first\n${many('b')}\nlast`);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([3000, 2, 3001]);
  });
});

it('says it in words', () => {
  expect(changesText({ lines: [], removed: 0 }, false)).toBe('as it ships');
  expect(changesText({ lines: [], removed: 0 }, true)).toBe('edited');
  expect(changesText({ lines: [1], removed: 0 }, true)).toBe('edited: 1 line changed');
  expect(changesText({ lines: [1, 2], removed: 1 }, true)).toBe('edited: 2 lines changed, 1 removed');
});
