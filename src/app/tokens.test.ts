import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const blockOf = (selector: string) => {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no block ${selector}`);
  return css.slice(start, css.indexOf('}', start));
};
const declarations = (block: string) =>
  [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value] as const);

type Theme = 'light' | 'dark' | 'projector';
function themeColours(theme: Theme): Map<string, string> {
  const colours = new Map<string, string>();
  for (const [name, value] of declarations(blockOf(':root'))) {
    const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
    const chosen = theme === 'dark' ? pair?.[2] : pair?.[1];
    if (chosen) colours.set(name, chosen);
  }
  if (theme === 'projector')
    // The last block of that name holds the colours.
    for (const [name, value] of declarations(css.slice(css.lastIndexOf('[data-theme="projector"]'))))
      if (/^#\w{6}$/.test(value)) colours.set(name, value);
  return colours;
}

type Linear = readonly [number, number, number];
const linear = (hex: string): Linear => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};
/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = ([r, g, b]: Linear) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

/** Severe deutan and protan vision. Machado, Oliveira & Fernandes 2009, table 1, severity 1. */
const VISIONS: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};
function lab(colour: Linear): Linear {
  const [r, g, b] = colour.map((value) => Math.max(0, value)) as unknown as Linear;
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
/** CIE 1976 difference of two colours as a kind of vision sees them. */
function difference(a: string, b: string, vision: string): number {
  const seen = (hex: string) => {
    const [r, g, b] = linear(hex);
    return lab((VISIONS[vision] ?? []).map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Linear);
  };
  const [p, q] = [seen(a), seen(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

const TIERS = ['tier-1', 'tier-2', 'tier-3', 'tier-4', 'tier-5', 'tier-6'];
const TEXT = [
  'ink',
  'soft',
  'modelled',
  'measured',
  'recorded',
  'spec',
  'published',
  'derived',
  'ok',
  'warn',
  'fault',
  ...TIERS,
];
const MARKS = ['faint', 'line-strong', 'focus'];

describe.each(['light', 'dark', 'projector'] as const)('%s theme', (theme) => {
  const colours = themeColours(theme);
  const colour = (name: string) => {
    const value = colours.get(name);
    if (!value) throw new Error(`${theme} has no --${name}`);
    return value;
  };
  it.each(TEXT)('%s is legible as text: 4.5:1, or 7:1 in a hall', (name) => {
    for (const ground of ['paper', 'panel'])
      expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(theme === 'projector' ? 7 : 4.5);
  });
  it.each(MARKS)('%s is visible as a mark: 3:1', (name) => {
    for (const ground of ['paper', 'panel']) expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(3);
  });
  it.each(Object.keys(VISIONS))('tiers and measurements stay apart in %s vision', (vision) => {
    const hues = [...TIERS, 'measured'];
    for (const [index, a] of hues.entries())
      for (const b of hues.slice(index + 1))
        expect(difference(colour(a), colour(b), vision), `${a} ${b}`).toBeGreaterThan(10);
  });
});

describe('type', () => {
  it('is never under 12 px', () => {
    const sizes = [...css.matchAll(/--text-\w+: ([\d.]+)rem/g)].map(([, rem]) => Number(rem) * 16);
    expect(sizes.length).toBeGreaterThanOrEqual(8);
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(12);
  });
  it('moves for less than 200 ms, and not at all where motion is unwanted', () => {
    expect(css).toMatch(/--motion: 150ms/);
    expect(css).toMatch(/prefers-reduced-motion: reduce\)[^@]*--motion: 0ms/);
  });
});
