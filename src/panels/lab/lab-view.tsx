import { useMemo } from 'react';
import { selectRunEntry } from '#state/selectors.ts';
import { useDocument } from '../playground.ts';
import { ExperimentsList } from './experiments.tsx';
import { Figures, useFigures } from './figures.tsx';
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
  const figures = useFigures(entry, tiers);
  const held = useMemo(() => new Set(figures.map(({ experiment }) => experiment)), [figures]);
  return (
    <div className={styles['lab']} data-present={present}>
      <div className={styles['aside']}>
        <Start experiments={experiments} />
        {!present && (
          <>
            <LabRuns />
            <ExperimentsList experiments={experiments} held={held} />
          </>
        )}
      </div>
      <section className={styles['results']} aria-label="Results">
        <RunFaults run={entry?.run ?? null} />
        {entry && tiers && <Tiers tiers={tiers} entry={entry} readOnly={present} />}
        {entry && figures.length > 0 ? (
          <Figures entry={entry} figures={figures} tiers={tiers} readOnly={present} />
        ) : (
          <NothingYet held={entry !== null} measuring={measuring} />
        )}
      </section>
    </div>
  );
}
