import { formatBytes } from '#core/format.ts';
import { type AxisScale, axisTicks } from '../lab/axis-scale.ts';
import type { Room, Tick } from '../lab/frame.ts';
import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';

const LINEAR = { scale: 'linear' } as const;
const textOf = (value: number): string => (value === 0 ? '0' : formatBytes(value));

/** Round sizes along an axis, so many pixels apart at the least. */
export const byteTicks = (scale: AxisScale, spacing: number): readonly Tick[] =>
  axisTicks(LINEAR, scale, spacing).map((value) => ({ at: round(scale.toPixel(value)), text: textOf(value) }));

/** The same below a plot, texts within the drawing. */
export function lowerByteTicks(scale: AxisScale, { width, fontSize }: Room): readonly Tick[] {
  return byteTicks(scale, fontSize * 7).map((tick) => {
    const half = textWidth(tick.text, fontSize) / 2;
    return { ...tick, textAt: round(Math.max(half, Math.min(width - half, tick.at))) };
  });
}
