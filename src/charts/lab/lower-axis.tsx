import { memo } from 'react';
import type { LabFrame, Tick } from './frame.ts';
import styles from './lab.module.css';

interface LowerAxisProps {
  readonly ticks: readonly Tick[];
  readonly title: string;
  readonly frame: LabFrame;
}

/** Grid and texts of the axis below a plot. */
export const LowerAxis = memo(function LowerAxis({ ticks, title, frame }: LowerAxisProps) {
  const [right, floor, em] = [frame.width - frame.right, frame.height - frame.bottom, frame.fontSize];
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of lines and text takes no focus
    <g className={styles['still']} aria-hidden="true">
      {ticks.map(({ at, text, textAt = at }) => (
        <g key={at} transform={`translate(${at} 0)`}>
          <line className={styles['grid']} y1={frame.top} y2={floor} />
          <text x={Math.round((textAt - at) * 10) / 10} y={floor + Math.round(em * 1.4)} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      <text x={Math.round((frame.left + right) / 2)} y={frame.height - Math.round(em * 0.6)} textAnchor="middle">
        {title}
      </text>
    </g>
  );
});
