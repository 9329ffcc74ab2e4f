import { describe, expect, it } from 'vitest';
import { parseMode } from './mode.ts';

describe('parseMode', () => {
  it('is the full page unless asked', () => {
    expect(parseMode('')).toEqual({ present: false, theme: null });
    expect(parseMode('?present=0&theme=neon')).toEqual({ present: false, theme: null });
  });
  it('presents on a projector theme, or the one asked for', () => {
    expect(parseMode('?present=1')).toEqual({ present: true, theme: 'projector' });
    expect(parseMode('?present=1&theme=dark')).toEqual({ present: true, theme: 'dark' });
    expect(parseMode('?theme=light')).toEqual({ present: false, theme: 'light' });
  });
});
