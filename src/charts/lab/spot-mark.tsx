import type { ReactNode } from 'react';
import styles from './lab.module.css';
import type { Spot } from './spots.ts';

interface SpotMarkProps {
  readonly spot: Spot;
  /** Whether Tab comes to it. */
  readonly tabbable: boolean;
  readonly hue?: string;
  readonly ghost?: boolean;
  readonly level?: number | null;
  readonly children: ReactNode;
}

/** A mark that keys walk to and that has a name. */
export const SpotMark = ({ spot, tabbable, hue, ghost, level, children }: SpotMarkProps) => (
  // biome-ignore-start lint/a11y: a picture in a drawing; it takes the focus so that its values can be read
  <g
    role="img"
    aria-label={spot.name}
    tabIndex={tabbable ? 0 : -1}
    className={styles['spot']}
    data-spot={spot.id}
    data-hue={hue}
    data-ghost={ghost || undefined}
    data-level={level ?? undefined}
  >
    {children}
  </g>
  // biome-ignore-end lint/a11y: as above
);
