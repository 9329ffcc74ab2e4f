import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';
import type { AxisScale } from './axis-scale.ts';
import { axisText, intervalText } from './axis-text.ts';
import type { TierRegion } from './figure.ts';
import { fittedText } from './frame.ts';

export interface TierBand {
  readonly id: string;
  readonly x1: number;
  readonly x2: number;
  /** Empty where it does not fit. */
  readonly name: string;
  readonly order: number;
}

export interface TierEnd {
  readonly index: number;
  readonly x: number;
  readonly bytes: number;
  /** Pixels of the 95 % interval. */
  readonly interval: readonly [low: number, high: number] | null;
  /** How far a person may move it, bytes. */
  readonly limits: readonly [low: number, high: number];
  readonly name: string;
  readonly said: string;
}

export interface TierScene {
  readonly bands: readonly TierBand[];
  readonly ends: readonly TierEnd[];
}

/** Where a person holds an end. */
export interface MovedEnd {
  readonly index: number;
  readonly bytes: number;
}

/** Two ends of tiers stay at least this far apart. */
const APART = 2 ** 0.25;

/** Tiers with one end moved: both of its neighbours follow. A hand that moves it sets aside what was estimated. */
export function withMovedEnd(tiers: readonly TierRegion[], moved: MovedEnd | null): readonly TierRegion[] {
  if (!moved) return tiers;
  return tiers.map((tier, index) => ({
    ...tier,
    ...(index === moved.index && { to: moved.bytes, toInterval: null }),
    ...(index === moved.index + 1 && { from: moved.bytes }),
  }));
}

/** Shaded tiers with their names, and their ends. */
export function tierScene(tiers: readonly TierRegion[], x: AxisScale, fontSize: number): TierScene {
  const [from, to] = x.range;
  const pixel = (bytes: number) => round(Math.min(to, Math.max(from, x.toPixel(bytes))));
  const bands = tiers.map((tier, order) => {
    // The first and the last reach to the edges: the axes go a little beyond what was measured.
    const x1 = order === 0 ? from : pixel(tier.from);
    const x2 = order === tiers.length - 1 ? to : pixel(tier.to);
    const name = nameIn(tier.name, x2 - x1 - fontSize * 0.4, fontSize);
    return { id: tier.id, x1, x2, name, order: order % 6 };
  });
  const ends = tiers.slice(0, -1).map((tier, index) => ({
    index,
    x: pixel(tier.to),
    bytes: tier.to,
    interval: tier.toInterval && ([pixel(tier.toInterval[0]), pixel(tier.toInterval[1])] as const),
    limits: limitsOf(tiers, index, x),
    name: `End of ${tier.name}`,
    said: `${tier.name} ends at ${axisText('bytes', tier.to)}${tier.toInterval ? `, between ${intervalText('bytes', tier.toInterval).replace(' to ', ' and ')}` : ''}`,
  }));
  return { bands, ends };
}

function limitsOf(tiers: readonly TierRegion[], index: number, x: AxisScale): readonly [number, number] {
  const first = tiers[0];
  const before = tiers[index - 1]?.to ?? Math.max(first?.from ?? 0, x.domain[0]);
  const after =
    index + 2 < tiers.length
      ? (tiers[index + 1]?.to ?? x.domain[1])
      : Math.min(tiers.at(-1)?.to ?? x.domain[1], x.domain[1]);
  return [Math.ceil(before * APART), Math.floor(after / APART)];
}

/** The name, its first word, or as much as there is room for; two letters say nothing. */
function nameIn(name: string, width: number, fontSize: number): string {
  const [word = name] = name.split(' ');
  for (const text of [name, word]) if (textWidth(text, fontSize, true) <= width) return text;
  const cut = fittedText(name, width, fontSize, true);
  return cut.length > 3 ? cut : '';
}
