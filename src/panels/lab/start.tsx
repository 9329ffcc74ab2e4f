import type { Run } from '#measure/record/record.ts';
import { selectLabView } from '#state/lab-selectors.ts';
import { labView } from '#state/views/lab.ts';
import { Button } from '../controls/button.tsx';
import { Segmented } from '../controls/segmented.tsx';
import { ProgressBar } from '../measurements/progress.tsx';
import { DEVICE_WORDS } from '../measurements/run-words.ts';
import { useActions, useDocument, useServices } from '../playground.ts';
import styles from './lab.module.css';
import { aboutSeconds } from './lab-words.ts';
import { type Experiments, secondsOf } from './use-experiments.ts';

/** What measures: the processor wherever there is no GPU to ask. */
export function useEngine(): Run['engine'] {
  const { support } = useServices();
  const { engine } = useDocument(selectLabView);
  return support === null ? engine : 'cpu';
}

/** What is measured, how thoroughly, and the one button. */
export function Start({ experiments }: { experiments: Experiments }) {
  const actions = useActions();
  const services = useServices();
  const engine = useEngine();
  const { depth } = useDocument(selectLabView);
  const measuring = useDocument((state) => state.phase === 'measuring');
  const progress = useDocument((state) => state.progress);
  const time = secondsOf(experiments, depth, true);
  const discover = () => services.runLab({ experiments: 'discover', depth, engine });
  return (
    <section className={styles['start']} aria-label="Discover">
      <h2>What is in this machine?</h2>
      <div className={styles['choices']}>
        <Segmented
          label="What measures"
          value={engine}
          options={[
            { value: 'webgpu', label: 'This GPU', disabled: services.support !== null },
            { value: 'cpu', label: 'This processor' },
          ]}
          onChange={(value) => actions.setView(labView, { engine: value === 'cpu' ? 'cpu' : 'webgpu' })}
        />
        <Segmented
          label="How thoroughly"
          value={depth}
          options={[
            { value: 'quick', label: 'Quick' },
            { value: 'thorough', label: 'Thorough' },
          ]}
          onChange={(value) => actions.setView(labView, { depth: value === 'thorough' ? 'thorough' : 'quick' })}
        />
      </div>
      {services.support && <p className={styles['soft']}>No GPU here. {services.support.message}</p>}
      {/* One button in both states: the focus stays where it was pressed. */}
      <Button look="primary" className={styles['discover']} onClick={measuring ? services.stop : discover}>
        {measuring ? 'Stop' : 'Discover this machine'}
      </Button>
      {measuring && progress ? (
        <ProgressBar progress={progress} />
      ) : (
        <p className={styles['soft']}>
          Finds the memory tiers of this {DEVICE_WORDS[engine]}: how many, how large, how fast and how far away
          {time === null ? '' : `, in ${aboutSeconds(time)}`}.
        </p>
      )}
    </section>
  );
}
