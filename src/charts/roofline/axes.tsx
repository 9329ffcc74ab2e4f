import { memo } from 'react';
import { formatCount, formatNumber, formatPerformance } from '#core/format.ts';
import { round, ticksOf } from '../log-scale.ts';
import { Decoration } from './decoration.tsx';
import styles from './roofline.module.css';
import type { Scales } from './scale.ts';

/** "10 T" on the axis; the axis title has the unit. */
const performanceTick = (value: number) => formatPerformance(value).replace('FLOP/s', '').trim();

/** "10 k" from there on: five digits would touch their neighbours. */
const intensityTick = (value: number) => (value >= 1e4 ? formatCount(value) : formatNumber(value));

interface AxesProps {
  readonly scales: Scales;
  /** Where the bytes are counted. */
  readonly where: string;
}

export const Axes = memo(function Axes({ scales, where }: AxesProps) {
  const { frame, x, y } = scales;
  const right = frame.width - frame.right;
  const bottom = frame.height - frame.bottom;
  const whole = `intensity at ${where}, FLOP per byte (log)`;
  // A glyph is about half as wide as it is high: large type in a narrow frame takes the short form.
  const title = whole.length * frame.fontSize * 0.52 > frame.width ? `FLOP per byte at ${where}` : whole;
  const middle = round((frame.left + right) / 2);
  return (
    <Decoration>
      {ticksOf(x, frame.fontSize * 4.2).map((value) => (
        <g key={value} transform={`translate(${round(x.toPixel(value))} 0)`}>
          <line className={styles['grid']} y1={frame.top} y2={bottom} />
          <text
            y={round(bottom + frame.fontSize * 1.4)}
            textAnchor={x.toPixel(value) > right - frame.fontSize ? 'end' : 'middle'}
          >
            {intensityTick(value)}
          </text>
        </g>
      ))}
      {ticksOf(y, frame.fontSize * 2).map((value) => (
        <g key={value} transform={`translate(0 ${round(y.toPixel(value))})`}>
          <line className={styles['grid']} x1={frame.left} x2={right} />
          <text x={frame.left - 6} y={round(frame.fontSize * 0.35)} textAnchor="end">
            {performanceTick(value)}
          </text>
        </g>
      ))}
      <text x={middle} y={frame.height - round(frame.fontSize * 0.5)} textAnchor="middle">
        {title}
      </text>
      {frame.narrow ? (
        <text x={2} y={frame.fontSize}>
          FLOP/s (log)
        </text>
      ) : (
        <text
          transform={`translate(${round(frame.fontSize * 0.95)} ${round((frame.top + bottom) / 2)}) rotate(-90)`}
          textAnchor="middle"
        >
          FLOP/s (log)
        </text>
      )}
    </Decoration>
  );
});
