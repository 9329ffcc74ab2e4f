import { selectRunEntry } from '#state/selectors.ts';
import { useDocument } from '../playground.ts';
import { ExperimentsList } from './experiments.tsx';
import styles from './lab.module.css';
import { LabRuns } from './lab-runs.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { RunFaults } from './run-faults.tsx';
import { Start, useEngine } from './start.tsx';
import { Tiers } from './tiers.tsx';
import { useExperiments } from './use-experiments.ts';
import { useTiers } from './use-tiers.ts';

/** The lab: experiments on the machine in front of the person, and what they say. */
export function LabView({ present }: { present: boolean }) {
  const entry = useDocument(selectRunEntry);
  const experiments = useExperiments(useEngine());
  const measuring = useDocument((state) => state.phase === 'measuring');
  const tiers = useTiers(entry?.run ?? null);
  return (
    <div className={styles['lab']} data-present={present}>
      <div className={styles['aside']}>
        <Start experiments={experiments} />
        {!present && (
          <>
            <LabRuns />
            <ExperimentsList experiments={experiments} held={new Set()} />
          </>
        )}
      </div>
      <section className={styles['results']} aria-label="Results">
        <RunFaults run={entry?.run ?? null} />
        {entry && tiers && <Tiers tiers={tiers} entry={entry} readOnly={present} />}
        <NothingYet held={entry !== null} measuring={measuring} />
      </section>
    </div>
  );
}
