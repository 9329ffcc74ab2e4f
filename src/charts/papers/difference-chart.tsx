import { memo, useMemo } from 'react';
import type { CheckRow, Verdict } from '#model/check/check.ts';
import { ChartShell } from '../lab/chart-shell.tsx';
import lab from '../lab/lab.module.css';
import { LowerAxis } from '../lab/lower-axis.tsx';
import { SHAPE_RADIUS, seriesShape } from '../lab/series-shape.ts';
import { SpotMark } from '../lab/spot-mark.tsx';
import { useSize } from '../use-size.ts';
import { type DifferenceLine, differenceScene } from './difference-scene.ts';

/** Shape and hue of a verdict. */
const LOOK: Readonly<Record<Verdict, { readonly order: number; readonly hue: string; readonly text: string }>> = {
  match: { order: 0, hue: 'modelled', text: 'match' },
  'expected slip': { order: 2, hue: '2', text: 'slip of the source' },
  mismatch: { order: 4, hue: '1', text: 'mismatch' },
};
const VERDICTS = Object.values(LOOK);

const Line = memo(function Line({
  line,
  right,
  tabStop,
}: {
  line: DifferenceLine;
  right: number;
  tabStop: string | null;
}) {
  return (
    <g>
      <text x={0} y={line.y} dominantBaseline="central">
        {line.name}
      </text>
      <line className={lab['grid']} x1={line.spots[0]?.x ?? 0} x2={right} y1={line.y} y2={line.y} />
      {line.spots.map((spot) => (
        <SpotMark key={spot.id} spot={spot} tabbable={spot.id === tabStop}>
          <g className={lab['series']} data-hue={LOOK[spot.verdict].hue}>
            <path
              className={lab['shape']}
              d={seriesShape(LOOK[spot.verdict].order, SHAPE_RADIUS)}
              transform={`translate(${spot.x} ${spot.y})`}
            />
          </g>
        </SpotMark>
      ))}
    </g>
  );
});

const Legend = () => (
  <ul className={lab['legend']} aria-label="Verdicts">
    {VERDICTS.map(({ order, hue, text }) => (
      <li key={text} className={lab['entry']}>
        <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
          <g className={lab['series']} data-hue={hue}>
            <path className={lab['shape']} d={seriesShape(order, SHAPE_RADIUS)} />
          </g>
        </svg>
        {text}
      </li>
    ))}
  </ul>
);

interface DifferenceChartProps {
  readonly rows: readonly CheckRow[];
  /** Before the first layout, and where there is none (tests). */
  readonly initialWidth?: number;
}

/** How far each published figure is from ours, source by source. */
export function DifferenceChart({ rows, initialWidth = 640 }: DifferenceChartProps) {
  const { box, ruler, size } = useSize({ width: initialWidth, height: 0, fontSize: 12 });
  const { width, fontSize } = size;
  const { frame, xTicks, lines } = useMemo(() => differenceScene(rows, { width, fontSize }), [rows, width, fontSize]);
  const spots = useMemo(() => lines.map((line) => line.spots), [lines]);
  return (
    <div className={lab['chart']} ref={box}>
      <span className={lab['ruler']} ref={ruler} aria-hidden="true" />
      <ChartShell
        title="How far ours is from theirs"
        width={frame.width}
        height={frame.height}
        fontSize={fontSize}
        lines={spots}
        nearest
        legend={<Legend />}
      >
        {(tabStop) => (
          <>
            <LowerAxis ticks={xTicks} title="difference, either way (log)" frame={frame} />
            {lines.map((line) => (
              <Line key={line.name} line={line} right={frame.width - frame.right} tabStop={tabStop} />
            ))}
          </>
        )}
      </ChartShell>
    </div>
  );
}
