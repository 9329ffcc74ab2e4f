import type { LabFrame } from './frame.ts';
import styles from './lab.module.css';
import type { TierBand, TierEnd } from './tier-scene.ts';
import type { BoundaryDrag } from './use-boundary-drag.ts';

interface BandsProps {
  readonly bands: readonly TierBand[];
  readonly ends: readonly TierEnd[];
  readonly frame: LabFrame;
}

/** Tiers behind the curve: shade, name, and how sure their ends are. */
export function TierBands({ bands, ends, frame }: BandsProps) {
  const top = frame.top - Math.round(frame.fontSize * 1.5);
  const floor = frame.height - frame.bottom;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shades and text takes no focus
    <g className={styles['still']} aria-hidden="true">
      {bands.map(({ id, x1, x2, name, order }) => (
        <g key={id} data-tier={order}>
          <rect className={styles['tier']} x={x1} y={top} width={Math.max(0, x2 - x1)} height={floor - top} />
          {name && (
            <text
              className={styles['tierName']}
              x={(x1 + x2) / 2}
              y={top + Math.round(frame.fontSize * 1.1)}
              textAnchor="middle"
            >
              {name}
            </text>
          )}
        </g>
      ))}
      {ends.map(({ index, x, interval }) => (
        <g key={index}>
          {interval && (
            <rect
              className={styles['unsure']}
              x={interval[0]}
              y={top}
              width={Math.max(1, interval[1] - interval[0])}
              height={floor - top}
            />
          )}
          <line className={styles['end']} x1={x} x2={x} y1={top} y2={floor} />
        </g>
      ))}
    </g>
  );
}

interface EndsProps {
  readonly ends: readonly TierEnd[];
  readonly frame: LabFrame;
  readonly drag: BoundaryDrag;
}

/** Grips on the ends of tiers. */
export function TierEnds({ ends, frame, drag }: EndsProps) {
  const top = frame.top - Math.round(frame.fontSize * 1.5);
  const floor = frame.height - frame.bottom;
  return ends.map((end) => (
    <g
      key={end.index}
      role="slider"
      tabIndex={0}
      aria-label={end.name}
      aria-orientation="horizontal"
      aria-valuemin={end.limits[0]}
      aria-valuemax={end.limits[1]}
      aria-valuenow={Math.round(end.bytes)}
      aria-valuetext={end.said}
      className={styles['handle']}
      data-dragged={drag.moved?.index === end.index || undefined}
      transform={`translate(${end.x} 0)`}
      onPointerDown={(event) => drag.grab(end, event)}
      onKeyDown={(event) => drag.key(end, event)}
      onBlur={drag.leave}
    >
      <rect className={styles['reach']} x={-12} y={top} width={24} height={floor - top} />
      <rect className={styles['grip']} x={-3} y={floor - 22} width={6} height={18} rx={3} />
    </g>
  ));
}
