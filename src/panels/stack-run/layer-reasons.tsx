import type { StackForecast } from '../playground.ts';
import styles from './stack-run.module.css';

/** Layers without a measurement, those with one reason together. */
export function LayerReasons({ skipped }: Pick<StackForecast, 'skipped'>) {
  const byReason = Map.groupBy(skipped, ({ reason }) => reason);
  return (
    <ul className={styles['reasons']}>
      {[...byReason].map(([reason, layers]) => (
        <li key={reason}>
          {layers.map(({ layer }) => layer).join(', ')}. <span className={styles['soft']}>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
