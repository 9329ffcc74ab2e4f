import type { Seconds } from '#core/units.ts';
import styles from './stack-run.module.css';

interface BarsProps {
  /** Without a prediction the measured bar stands alone. */
  readonly times: {
    readonly predicted: Seconds | null;
    readonly measured: Seconds;
    readonly interval: readonly [Seconds, Seconds];
  };
  /** Seconds of a bar of full length. */
  readonly longest: number;
  readonly provenance: 'measured' | 'recorded';
}

/** Modelled above, measured below with its interval; the figures stand beside them. */
export function Bars({ times: { predicted, measured, interval }, longest, provenance }: BarsProps) {
  const share = (value: number) => `${longest > 0 ? Math.min(100, (100 * value) / longest) : 0}%`;
  const [low, high] = interval;
  return (
    <span className={styles['bars']} aria-hidden="true">
      {predicted !== null && <span data-provenance="modelled" style={{ width: share(predicted) }} />}
      <span data-provenance={provenance} style={{ width: share(measured) }} />
      <i style={{ left: share(low), width: `calc(${share(high)} - ${share(low)})` }} />
    </span>
  );
}
