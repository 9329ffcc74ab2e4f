import { useMemo } from 'react';
import { ChartShell } from './chart-shell.tsx';
import type { LadderFigure } from './figure.ts';
import type { Room } from './frame.ts';
import styles from './lab.module.css';
import { type Bar, type LadderScene, ladderScene } from './ladder-scene.ts';
import { LowerAxis } from './lower-axis.tsx';
import { SpotMark } from './spot-mark.tsx';

interface LadderChartProps {
  readonly figure: LadderFigure;
  readonly ghost: LadderFigure | null;
  readonly room: Room;
}

function BarView({ bar, left, tabbable, fontSize }: { bar: Bar; left: number; tabbable: boolean; fontSize: number }) {
  const [low, high] = bar.error ?? [0, 0];
  return (
    <SpotMark spot={bar} tabbable={tabbable} hue={bar.provenance} ghost={bar.ghost}>
      <rect className={styles['bar']} x={left} y={bar.y1 + 1.5} width={bar.length} height={bar.height - 3} />
      {bar.error && (
        <path
          className={styles['barError']}
          d={`M${low} ${bar.y}H${high}M${low} ${bar.y - 3}v6M${high} ${bar.y - 3}v6`}
        />
      )}
      <text className={styles['value']} x={bar.textX} y={Math.round((bar.y + fontSize * 0.35) * 10) / 10}>
        {bar.text}
      </text>
    </SpotMark>
  );
}

const Labels = ({ scene }: { scene: LadderScene }) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of text takes no focus
  <g className={styles['still']} aria-hidden="true">
    {scene.labels.map(({ id, text, x, y }) => (
      <text key={id} className={styles['rung']} x={x} y={y} textAnchor={scene.stacked ? 'start' : 'end'}>
        {text}
      </text>
    ))}
  </g>
);

/** Bars, one for each rung. */
export function LadderChart({ figure, ghost, room }: LadderChartProps) {
  const scene = useMemo(() => ladderScene(figure, ghost, room), [figure, ghost, room]);
  const { frame } = scene;
  // Rungs lie below each other, so each bar is a line of its own.
  const lines = useMemo(() => scene.rungs.flat().map((bar) => [bar]), [scene]);
  return (
    <ChartShell title={figure.title} width={frame.width} height={frame.height} fontSize={room.fontSize} lines={lines}>
      {(tabStop) => (
        <>
          <LowerAxis ticks={scene.ticks} title={scene.title} frame={frame} />
          <Labels scene={scene} />
          {scene.rungs.flat().map((bar) => (
            <BarView key={bar.id} bar={bar} left={frame.left} tabbable={bar.id === tabStop} fontSize={room.fontSize} />
          ))}
        </>
      )}
    </ChartShell>
  );
}
