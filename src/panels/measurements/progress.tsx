import { useEffect, useState } from 'react';
import { formatSeconds } from '#core/format.ts';
import type { Progress } from '#state/runs.ts';
import styles from './measurements.module.css';

/** Seconds left at the pace so far, where the engine does not say; null before the first result. */
const secondsLeft = (elapsed: number, { done, total }: Progress): number | null =>
  done > 0 && total > done ? (elapsed / done) * (total - done) : null;

function useElapsed(): number {
  const [start] = useState(() => performance.now());
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return (now - start) / 1000;
}

export function ProgressBar({ progress }: { progress: Progress }) {
  const elapsed = useElapsed();
  const { done, total, label } = progress;
  const left = progress.secondsLeft ?? secondsLeft(elapsed, progress);
  const time = left === null || done >= total ? '' : ` · about ${formatSeconds(Math.max(1, Math.round(left)))} left`;
  const text = total > 0 ? `${done} of ${total}${time}` : 'Starting';
  return (
    <>
      <div
        className={styles['bar']}
        role="progressbar"
        aria-label="Measuring"
        aria-valuemin={0}
        aria-valuemax={Math.max(total, 1)}
        aria-valuenow={done}
        aria-valuetext={text}
      >
        <span style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }} />
      </div>
      <p className={styles['status']}>
        {text}
        {label && (
          <>
            <br />
            {label}
          </>
        )}
      </p>
    </>
  );
}
