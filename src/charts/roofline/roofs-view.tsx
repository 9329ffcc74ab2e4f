import { memo } from 'react';
import { round } from '../log-scale.ts';
import { keyText } from './ceilings.ts';
import { Decoration } from './decoration.tsx';
import type { RidgeLabel } from './ridge-label.ts';
import type { RoofLabel } from './roof-labels.ts';
import styles from './roofline.module.css';
import type { Roofs, Segment } from './roofs.ts';

const Line = ({ segment, className }: { segment: Segment; className: string | undefined }) => (
  <line className={className} x1={segment.x1} y1={segment.y1} x2={segment.x2} y2={segment.y2} />
);

interface RoofLinesProps {
  readonly roofs: Roofs;
  /** The chosen boundary's roof is drawn stronger than the others. */
  readonly selectedTier: string | null;
}

export const RoofLines = memo(function RoofLines({ roofs, selectedTier }: RoofLinesProps) {
  return (
    <Decoration>
      {roofs.computes.map((roof) => (
        <g key={keyText(roof.key)} data-roof={keyText(roof.key)}>
          {roof.interval && <path className={styles['interval']} d={roof.interval} />}
          <Line segment={roof.line} className={roof.selected ? styles['roof'] : styles['other']} />
        </g>
      ))}
      {roofs.bandwidths.map(({ key, ceiling, order, solid, beyond, interval }) => (
        <g
          key={keyText(key)}
          data-roof={keyText(key)}
          data-tier={order % 6}
          className={selectedTier !== null && ceiling.tier !== selectedTier ? styles['quiet'] : undefined}
        >
          {interval && <path className={styles['interval']} d={interval} />}
          {beyond && <Line segment={beyond} className={styles['beyond']} />}
          {solid && <Line segment={solid} className={styles['roof']} />}
        </g>
      ))}
    </Decoration>
  );
});

interface RidgesProps {
  readonly roofs: Roofs;
  readonly selectedTier: string | null;
  readonly fontSize: number;
  readonly label: RidgeLabel | null;
}

/** A ring where each bandwidth roof meets the compute roof; the chosen one has its intensity beside it. */
export const Ridges = memo(function Ridges({ roofs, selectedTier, fontSize, label }: RidgesProps) {
  return (
    <Decoration>
      {roofs.bandwidths.map(
        ({ ceiling, order, ridge }) =>
          ridge && (
            <circle
              key={ceiling.tier}
              className={styles['ridge']}
              data-tier={order % 6}
              cx={ridge.x}
              cy={ridge.y}
              r={ceiling.tier === selectedTier ? fontSize * 0.4 : fontSize * 0.24}
            />
          ),
      )}
      {label && (
        <text className={styles['halo']} x={label.x} y={label.y} dy={round(fontSize * 0.35)} textAnchor="middle">
          {label.text}
        </text>
      )}
    </Decoration>
  );
});

interface RoofLabelsProps {
  readonly labels: readonly RoofLabel[];
  readonly fontSize: number;
}

export const RoofLabels = memo(function RoofLabels({ labels, fontSize }: RoofLabelsProps) {
  return (
    <Decoration>
      {labels.map((label) => (
        <text
          key={keyText(label.key)}
          data-tier={label.order === null ? undefined : label.order % 6}
          className={`${styles['halo']} ${styles[label.order === null ? (label.selected ? 'selectedLabel' : 'computeLabel') : 'roofLabel']}`}
          transform={`translate(${label.x} ${label.y}) rotate(${label.angle})`}
          dy={round(fontSize * 0.35)}
          textAnchor="middle"
        >
          {label.text}
        </text>
      ))}
    </Decoration>
  );
});
