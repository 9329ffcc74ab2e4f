import type { StackForecast } from '../playground.ts';
import styles from './stack-run.module.css';

/** Layers without a measurement, those with one reason together. */
export function LayerReasons({ skipped }: Pick<StackForecast, 'skipped'>) {
  const byReason = new Map<string, string[]>();
  for (const { layer, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), layer]);
  return (
    <ul className={styles['reasons']}>
      {[...byReason].map(([reason, layers]) => (
        <li key={reason}>
          {layers.join(', ')}. <span className={styles['soft']}>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
