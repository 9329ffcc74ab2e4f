import { selectLabView } from '#state/lab-selectors.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Notice } from '../controls/notice.tsx';
import { type ExperimentInfo, useDocument, useServices } from '../playground.ts';
import styles from './lab.module.css';
import { aboutSeconds } from './lab-words.ts';
import { useEngine } from './start.tsx';
import { type Experiments, secondsOf } from './use-experiments.ts';

interface ExperimentsListProps {
  readonly experiments: Experiments;
  /** Ids of the experiments that the run in view holds figures of. */
  readonly held: ReadonlySet<string>;
}

/** Every experiment with what it teaches and how long it takes; one at a time, or all. */
export function ExperimentsList({ experiments, held }: ExperimentsListProps) {
  const services = useServices();
  const engine = useEngine();
  const { depth } = useDocument(selectLabView);
  const measuring = useDocument((state) => state.phase === 'measuring');
  const run = (ids: readonly string[]) => {
    if (!measuring) services.runLab({ experiments: ids, depth, engine });
  };
  return (
    <section className={styles['experiments']} aria-label="Experiments">
      <h3>Experiments</h3>
      {typeof experiments === 'string' ? (
        <Notice tone="fault">{experiments}</Notice>
      ) : experiments === null ? (
        <p className={styles['soft']}>Loading…</p>
      ) : (
        <>
          <ul className={styles['list']}>
            {experiments.map((one) => (
              <Row
                key={one.id}
                experiment={one}
                time={one.seconds[depth]}
                held={held.has(one.id)}
                measuring={measuring}
                onRun={() => run([one.id])}
              />
            ))}
          </ul>
          <Button aria-disabled={measuring} onClick={() => run(experiments.map(({ id }) => id))}>
            Run all, {aboutSeconds(secondsOf(experiments, depth) ?? 0)}
          </Button>
        </>
      )}
    </section>
  );
}

interface RowProps {
  readonly experiment: ExperimentInfo;
  readonly time: number;
  readonly held: boolean;
  readonly measuring: boolean;
  readonly onRun: () => void;
}

const Row = ({ experiment: { id, title, purpose }, time, held, measuring, onRun }: RowProps) => (
  <li data-experiment={id}>
    <div className={styles['row']}>
      <h4>
        {title}
        {held && (
          <span className={styles['held']} title="The run in view holds it">
            <span aria-hidden="true"> ✓</span>
            <span className={controls['hidden']}> (in the run in view)</span>
          </span>
        )}
      </h4>
      <span className={styles['soft']}>{aboutSeconds(time)}</span>
      {/* Not `disabled`: the button that was pressed keeps the focus while it measures. */}
      <Button aria-label={`Run ${title}`} aria-disabled={measuring} onClick={onRun}>
        Run
      </Button>
    </div>
    <p className={styles['soft']}>{purpose}</p>
  </li>
);
