import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { ProgressBar } from '../measurements/progress.tsx';
import { useDocument, useServices } from '../playground.ts';
import styles from './editor.module.css';
import { Messages } from './messages.tsx';
import type { Check } from './use-check.ts';

interface RunBlockProps {
  readonly changed: boolean;
  /** Why it cannot be compiled or run as it is; null where it can. */
  readonly unfit: string | null;
  readonly check: Check;
  readonly lines: number;
  readonly onRun: () => void;
  readonly onGoTo: (line: number, column: number) => void;
}

/** Run, Check, and what stands in the way of either. */
export function RunBlock({ changed, unfit, check, lines, onRun, onGoTo }: RunBlockProps) {
  const { support, stop } = useServices();
  const measuring = useDocument((state) => state.phase === 'measuring');
  const progress = useDocument((state) => state.progress);
  const blocked = support !== null || unfit !== null;
  return (
    <section className={styles['block']} aria-label="Run">
      <span className={styles['buttons']}>
        {/* One button in both states: the focus stays where it was pressed. */}
        <Button look="primary" disabled={!measuring && blocked} onClick={measuring ? stop : onRun}>
          {measuring ? 'Stop' : changed ? 'Run the edited kernel' : 'Run the kernel'}
        </Button>
        {!measuring && (
          <Button disabled={blocked} onClick={check.begin}>
            Check
          </Button>
        )}
      </span>
      {support && (
        <p className={styles['soft']}>
          {support.message} You can read and edit the source; to compile and run it takes WebGPU.
        </p>
      )}
      {unfit !== null && <p className={controls['error']}>{unfit}</p>}
      {measuring && progress && <ProgressBar progress={progress} />}
      <Messages check={check} lines={lines} onGoTo={onGoTo} />
    </section>
  );
}
