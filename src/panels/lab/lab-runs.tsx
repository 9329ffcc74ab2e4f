import { selectLabView, selectPinned } from '#state/lab-selectors.ts';
import { selectRunEntry } from '#state/selectors.ts';
import { labView, NOTHING_PINNED } from '#state/views/lab.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { RunFacts } from '../measurements/run-facts.tsx';
import { runLabel } from '../measurements/run-words.ts';
import { Runs } from '../measurements/runs.tsx';
import { useActions, useDocument, useServices } from '../playground.ts';
import styles from './lab.module.css';

/** The run in view, A, with its replay; and the one pinned beside it, B. */
export function LabRuns() {
  const services = useServices();
  const entry = useDocument(selectRunEntry);
  const measuring = useDocument((state) => state.phase === 'measuring');
  return (
    <section className={styles['runs']} aria-label="Runs">
      <h3>Runs</h3>
      <Runs />
      {entry && (
        <>
          <div className={styles['buttons']}>
            {entry.origin !== 'live' && (
              <Button
                aria-disabled={measuring}
                title="Shows the run measurement by measurement, as if it were live"
                onClick={() => !measuring && services.replay(entry.run.id)}
              >
                Replay
              </Button>
            )}
            <Pin id={entry.run.id} />
          </div>
          <RunFacts entry={entry} measuring={measuring} />
        </>
      )}
      <PinnedRun />
    </section>
  );
}

/** Keeps the run in view as B while another comes into view as A. */
function Pin({ id }: { id: string }) {
  const actions = useActions();
  const { pinned } = useDocument(selectLabView);
  const on = pinned === id;
  const toggle = () => {
    actions.setView(labView, { pinned: on ? NOTHING_PINNED : id });
    announce(on ? 'No run is pinned.' : 'Pinned as B. Choose or measure another run as A.');
  };
  return (
    <Button aria-pressed={on} onClick={toggle}>
      {on ? 'Pinned as B' : 'Pin as B'}
    </Button>
  );
}

function PinnedRun() {
  const actions = useActions();
  const entry = useDocument(selectRunEntry);
  const pinned = useDocument(selectPinned);
  const { pinned: id } = useDocument(selectLabView);
  if (!pinned)
    return id !== NOTHING_PINNED && id === entry?.run.id ? (
      <p className={styles['soft']}>Choose or measure another run: it becomes A, and this one stays beside it as B.</p>
    ) : null;
  const swap = () => {
    actions.setView(labView, { pinned: entry?.run.id ?? NOTHING_PINNED });
    actions.selectRun(pinned.run.id);
  };
  return (
    <div className={styles['pinned']}>
      <p>
        <b>B</b> {runLabel(pinned)}
      </p>
      <div className={styles['buttons']}>
        <Button look="quiet" onClick={swap}>
          Swap A and B
        </Button>
        <Button look="quiet" onClick={() => actions.setView(labView, { pinned: NOTHING_PINNED })}>
          Unpin
        </Button>
      </div>
    </div>
  );
}
