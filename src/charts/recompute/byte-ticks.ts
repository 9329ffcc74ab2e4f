import { formatBytes } from '#core/format.ts';
import { type AxisScale, axisTicks } from '../lab/axis-scale.ts';
import type { Room, Tick } from '../lab/frame.ts';
import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';

const LINEAR = { scale: 'linear' } as const;
/** How an axis of sizes counts. */
export type SizeScale = Parameters<typeof axisTicks>[0];
const textOf = (value: number): string => (value === 0 ? '0' : formatBytes(value));

/** Round sizes along an axis, so many pixels apart at the least. */
export const byteTicks = (scale: AxisScale, spacing: number, kind: SizeScale = LINEAR): readonly Tick[] =>
  axisTicks(kind, scale, spacing).map((value) => ({ at: round(scale.toPixel(value)), text: textOf(value) }));

/** The same below a plot, texts within the drawing. */
export function lowerByteTicks(scale: AxisScale, { width, fontSize }: Room, kind: SizeScale): readonly Tick[] {
  return byteTicks(scale, fontSize * 5.5, kind).map((tick) => {
    const half = textWidth(tick.text, fontSize) / 2;
    return { ...tick, textAt: round(Math.max(half, Math.min(width - half, tick.at))) };
  });
}
