import { memo } from 'react';
import type { LabFrame, Tick } from './frame.ts';
import styles from './lab.module.css';

interface LeftAxisProps {
  readonly ticks: readonly Tick[];
  readonly title: string;
  readonly frame: LabFrame;
}

/** Grid and texts of the axis left of a plot. */
export const LeftAxis = memo(function LeftAxis({ ticks, title, frame }: LeftAxisProps) {
  const [right, em] = [frame.width - frame.right, frame.fontSize];
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of lines and text takes no focus
    <g className={styles['still']} aria-hidden="true">
      {ticks.map(({ at, text }) => (
        <g key={text} transform={`translate(0 ${at})`}>
          <line className={styles['grid']} x1={frame.left} x2={right} />
          <text x={frame.left - 6} y={Math.round(em * 0.35)} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      <text x={2} y={em}>
        {title}
      </text>
    </g>
  );
});
