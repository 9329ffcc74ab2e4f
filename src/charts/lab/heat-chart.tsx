import { useMemo } from 'react';
import { ChartShell } from './chart-shell.tsx';
import type { HeatFigure } from './figure.ts';
import type { Room } from './frame.ts';
import { HEAT_LEVELS, type HeatCell, heatScene } from './heat-scene.ts';
import styles from './lab.module.css';
import { SpotMark } from './spot-mark.tsx';

interface HeatChartProps {
  readonly figure: HeatFigure;
  readonly ghost: HeatFigure | null;
  readonly room: Room;
}

const CellView = ({ cell, tabbable, fontSize }: { cell: HeatCell; tabbable: boolean; fontSize: number }) => (
  <SpotMark spot={cell} tabbable={tabbable} level={cell.level}>
    <rect
      className={styles['cell']}
      x={cell.x1 + 1}
      y={cell.y1 + 1}
      width={Math.max(0, cell.width - 2)}
      height={cell.height - 2}
    />
    <text
      className={styles['cellText']}
      x={cell.x}
      y={Math.round((cell.y + fontSize * 0.35) * 10) / 10}
      textAnchor="middle"
    >
      {cell.text}
    </text>
  </SpotMark>
);

/** A table in colours. */
export function HeatChart({ figure, ghost, room }: HeatChartProps) {
  const scene = useMemo(() => heatScene(figure, ghost, room), [figure, ghost, room]);
  const { frame, rows, columns, columnsTitle, rowsTitle, cells, ends, unit } = scene;
  const legend = ends && (
    <p className={styles['legend']}>
      <span>
        {figure.value.label}
        {unit && `, ${unit}`}
      </span>
      <span className={styles['entry']}>
        {ends[0]}
        <svg width={HEAT_LEVELS * 12} height="12" aria-hidden="true">
          {Array.from({ length: HEAT_LEVELS }, (_, level) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
            <g key={level} data-level={level}>
              <rect className={styles['cell']} x={level * 12} width="12" height="12" />
            </g>
          ))}
        </svg>
        {ends[1]}
      </span>
    </p>
  );
  return (
    <ChartShell
      title={figure.title}
      width={frame.width}
      height={frame.height}
      fontSize={room.fontSize}
      lines={cells}
      legend={legend}
    >
      {(tabStop) => (
        <>
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of text takes no focus */}
          <g className={styles['still']} aria-hidden="true">
            <text x={columnsTitle.x} y={columnsTitle.y}>
              {columnsTitle.text}
            </text>
            <text x={rowsTitle.x} y={rowsTitle.y} textAnchor="end">
              {rowsTitle.text}
            </text>
            {rows.map(({ text, x, y }) => (
              <text key={y} className={styles['rung']} x={x} y={y} textAnchor="end">
                {text}
              </text>
            ))}
            {columns.map(({ text, x, y }) => (
              <text key={x} className={styles['rung']} x={x} y={y} textAnchor="middle">
                {text}
              </text>
            ))}
          </g>
          {cells.flat().map((cell) => (
            <CellView key={cell.id} cell={cell} tabbable={cell.id === tabStop} fontSize={room.fontSize} />
          ))}
        </>
      )}
    </ChartShell>
  );
}
