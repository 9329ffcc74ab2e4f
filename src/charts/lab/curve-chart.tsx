import { memo, useMemo } from 'react';
import { ChartShell } from './chart-shell.tsx';
import { CurveLegend } from './curve-legend.tsx';
import { type CurveLine, curveScene } from './curve-scene.ts';
import type { CurveFigure } from './figure.ts';
import type { Room } from './frame.ts';
import styles from './lab.module.css';
import { LeftAxis } from './left-axis.tsx';
import { LowerAxis } from './lower-axis.tsx';
import { hueOf, SHAPE_RADIUS, seriesShape } from './series-shape.ts';
import { SpotMark } from './spot-mark.tsx';
import { tierScene, withMovedEnd } from './tier-scene.ts';
import { TierBands, TierEnds } from './tier-view.tsx';
import { type OnBoundary, useBoundaryDrag } from './use-boundary-drag.ts';

interface CurveChartProps {
  readonly figure: CurveFigure;
  readonly ghost: CurveFigure | null;
  readonly room: Room;
  readonly onBoundary?: OnBoundary | undefined;
}

const Line = memo(function Line({ line, tabStop }: { line: CurveLine; tabStop: string | null }) {
  const { modelled, ghost, order } = line;
  return (
    <g
      className={styles['series']}
      data-hue={hueOf(line)}
      data-ghost={ghost || undefined}
      data-modelled={modelled ? order % 2 : undefined}
    >
      <path className={styles['line']} d={line.path} />
      {line.marks.map((mark) => {
        const { id, x, y, bar } = mark;
        return (
          <SpotMark key={id} spot={mark} tabbable={id === tabStop}>
            {bar && (
              <path
                className={styles['error']}
                d={`M${x} ${bar[0]}V${bar[1]}M${x - 3} ${bar[0]}h6M${x - 3} ${bar[1]}h6`}
              />
            )}
            {!modelled && (
              <path
                className={styles['shape']}
                d={seriesShape(order, SHAPE_RADIUS)}
                transform={`translate(${x} ${y})`}
              />
            )}
            <circle className={styles['reach']} cx={x} cy={y} r={6} />
          </SpotMark>
        );
      })}
    </g>
  );
});

/** Curves with their intervals over shaded tiers, whose ends a person may move. */
export function CurveChart({ figure, ghost, room, onBoundary }: CurveChartProps) {
  const scene = useMemo(() => curveScene(figure, ghost, room), [figure, ghost, room]);
  const drag = useBoundaryDrag(scene.x, onBoundary);
  const tiers = useMemo(
    () => tierScene(withMovedEnd(figure.tiers, drag.moved), scene.x, room.fontSize),
    [figure, drag.moved, scene, room],
  );
  // Those of A come first: keys walk it before its ghost.
  const lines = useMemo(
    () => [...scene.lines].sort((a, b) => Number(a.ghost) - Number(b.ghost)).map(({ marks }) => marks),
    [scene],
  );
  return (
    <ChartShell
      title={figure.title}
      width={scene.frame.width}
      height={scene.frame.height}
      fontSize={room.fontSize}
      lines={lines}
      nearest
      events={drag.events}
      legend={<CurveLegend lines={scene.lines} ghost={ghost !== null} />}
    >
      {(tabStop) => (
        <>
          <TierBands bands={tiers.bands} ends={tiers.ends} frame={scene.frame} />
          <LowerAxis ticks={scene.xTicks} title={scene.xTitle} frame={scene.frame} />
          <LeftAxis ticks={scene.yTicks} title={scene.yTitle} frame={scene.frame} />
          {scene.lines.map((line) => (
            <Line key={line.id} line={line} tabStop={line.marks.some(({ id }) => id === tabStop) ? tabStop : null} />
          ))}
          {onBoundary && <TierEnds ends={tiers.ends} frame={scene.frame} drag={drag} />}
        </>
      )}
    </ChartShell>
  );
}
