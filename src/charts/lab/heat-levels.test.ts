import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HEAT_LEVELS } from './heat-scene.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const tokens = read('../../app/tokens.css');
const shares = [...read('./lab.module.css').matchAll(/--heat: (\d+)%/g)].map(([, share]) => Number(share) / 100);

type Colour = readonly number[];
const colourOf = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
const mixed = (a: Colour, b: Colour, share: number): Colour =>
  a.map((channel, index) => channel * share + (b[index] ?? 0) * (1 - share));
/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = (colour: Colour) => {
  const [r = 0, g = 0, b = 0] = colour.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: Colour, b: Colour) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};
/** Light, dark and projector, as the tokens have them. */
function themesOf(name: string): readonly Colour[] {
  const pair = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens);
  const hall = new RegExp(`--${name}: (#\\w{6})`).exec(tokens);
  return [pair?.[1], pair?.[2], hall?.[1]].map((hex) => colourOf(hex ?? ''));
}

describe('the colours of cells', () => {
  it('are one for each level, from paper to the full hue', () => {
    expect(shares).toHaveLength(HEAT_LEVELS);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
  it.each(['light', 'dark', 'projector'].map((theme, index) => [theme, index] as const))(
    'leave their text 4.5 to 1, in %s',
    (_, theme) => {
      const [paper, ink, hue] = ['paper', 'ink', 'measured'].map((name) => themesOf(name)[theme] ?? []);
      shares.forEach((share, level) => {
        const text = level === HEAT_LEVELS - 1 ? paper : ink;
        expect(contrast(mixed(hue ?? [], paper ?? [], share), text ?? [])).toBeGreaterThanOrEqual(4.5);
      });
    },
  );
});
