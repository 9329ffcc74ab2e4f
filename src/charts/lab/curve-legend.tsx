import type { CurveLine } from './curve-scene.ts';
import styles from './lab.module.css';
import { hueOf, SHAPE_RADIUS, seriesShape } from './series-shape.ts';

interface CurveLegendProps {
  readonly lines: readonly CurveLine[];
  readonly ghost: boolean;
}

const Swatch = ({ line }: { line: CurveLine }) => (
  <svg width="22" height="12" viewBox="-11 -6 22 12" aria-hidden="true">
    <g
      className={styles['series']}
      data-hue={hueOf(line)}
      data-modelled={line.modelled ? line.order % 2 : undefined}
      data-ghost={line.ghost || undefined}
    >
      <path className={styles['line']} d="M-11 0H11" />
      {!line.modelled && <path className={styles['shape']} d={seriesShape(line.order, SHAPE_RADIUS)} />}
    </g>
  </svg>
);

/** Which line is which; nothing where there is one alone. */
export function CurveLegend({ lines, ghost }: CurveLegendProps) {
  if (lines.length < 2) return null;
  const sides = ghost ? [false, true] : [false];
  return (
    <ul className={styles['legend']} aria-label="Series">
      {sides.map((side) => (
        <li key={String(side)}>
          {ghost && <b>{side ? 'B' : 'A'}</b>}
          {lines
            .filter((line) => line.ghost === side)
            .map((line) => (
              <span key={line.id} className={styles['entry']}>
                <Swatch line={line} />
                {line.label}
                {line.modelled && !/model/i.test(line.label) ? ', modelled' : ''}
              </span>
            ))}
        </li>
      ))}
    </ul>
  );
}
