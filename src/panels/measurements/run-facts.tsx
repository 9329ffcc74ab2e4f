import { formatSeconds } from '#core/format.ts';
import type { Clock, Run } from '#measure/record/record.ts';
import { shortEnvironment } from '#measure/record/summary.ts';
import type { RunEntry } from '#state/runs.ts';
import { ProvenanceChip } from '../controls/provenance.tsx';
import styles from './measurements.module.css';
import { deviceName } from './run-words.ts';

/** LIVE, or RECORDED with its date. */
export const OriginChip = ({ entry: { run, origin } }: { entry: RunEntry }) => (
  <ProvenanceChip
    provenance={origin === 'live' ? 'measured' : 'recorded'}
    text={origin === 'live' ? 'LIVE' : `RECORDED ${run.startedAt.slice(0, 10)}`}
  />
);

const clockWords = ({ kind, resolution }: Clock, engine: Run['engine']) =>
  `${kind === 'timestamp-query' && engine === 'webgpu' ? 'GPU clock' : 'wall clock'}, ${formatSeconds(resolution)} ticks`;

/** Where a run is from, what it ran on and how it was timed; and what its figures do not say. */
export function RunFacts({ entry, measuring }: { entry: RunEntry; measuring: boolean }) {
  const { run, origin } = entry;
  const count = run.measurements.length;
  const clock = run.measurements[0]?.clock;
  const verified = `${count} measurement${count === 1 ? '' : 's'} verified`;
  return (
    <>
      <p className={styles['status']}>
        <OriginChip entry={entry} />{' '}
        {!measuring && run.seconds > 0 ? `${verified} in ${formatSeconds(run.seconds)}` : verified}
        <br />
        {deviceName(run)}, {shortEnvironment(run.environment)}
        {origin === 'live' && clock && (
          <>
            <br />
            {clockWords(clock, run.engine)}
          </>
        )}
      </p>
      {run.engine === 'cpu' ? (
        <p className={styles['warn']}>
          The processor, by JavaScript on one thread: what a page reaches on it, and nothing about a GPU.
        </p>
      ) : (
        run.adapter.fallback && (
          <p className={styles['warn']}>
            A software adapter: the processor runs the kernels. The results are right and say nothing about a GPU’s
            speed.
          </p>
        )
      )}
    </>
  );
}
