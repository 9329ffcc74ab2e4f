import { selectRunEntry } from '#state/selectors.ts';
import { selectStackEntry } from '#state/stack-selectors.ts';
import lab from '../lab/lab.module.css';
import { RunFaults } from '../lab/run-faults.tsx';
import { RunFacts } from '../measurements/run-facts.tsx';
import { Runs } from '../measurements/runs.tsx';
import { useDocument } from '../playground.ts';
import { Nothing } from './nothing.tsx';
import { Report } from './report.tsx';
import { Start } from './start.tsx';

/** The stack in view, run layer after layer on the GPU in front of the person, beside what the model says. */
export function StackRunView({ present }: { present: boolean }) {
  const entry = useDocument(selectStackEntry);
  const selected = useDocument(selectRunEntry);
  const measuring = useDocument((state) => state.phase === 'measuring');
  // The ceilings come first: until then an earlier run is not what the person asked for.
  const awaited = measuring && selected?.run.suite === 'stack' && selected.run.stack === undefined;
  return (
    <div className={lab['lab']} data-present={present}>
      <div className={lab['aside']}>
        <Start />
        {!present && (
          <section className={lab['runs']} aria-label="Runs">
            <h3>Runs</h3>
            <Runs />
            {selected && <RunFacts entry={selected} measuring={measuring} />}
          </section>
        )}
      </div>
      <section className={lab['results']} aria-label="Results">
        <RunFaults run={selected?.run ?? null} />
        {entry && !awaited ? <Report entry={entry} /> : <Nothing measuring={measuring} />}
      </section>
    </div>
  );
}
