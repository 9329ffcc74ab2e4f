import styles from './share-bar.module.css';

interface ShareBarProps {
  /** 0 to 1. */
  readonly share: number;
}

/** A share as a thin bar, beside the text that says it: readers of the page skip it. */
export function ShareBar({ share }: ShareBarProps) {
  const width = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  return (
    <span className={styles['track']} aria-hidden="true">
      <span className={styles['bar']} style={{ width: `${Math.round(width * 1000) / 10}%` }} />
    </span>
  );
}
