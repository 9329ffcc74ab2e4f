import { useDeferredValue, useMemo } from 'react';
import { applyChange, type Situation } from '#model/roofline/change.ts';
import { diagnose } from '#model/roofline/diagnosis.ts';
import type { RooflinePoint } from '#model/roofline/roofline.ts';
import { selectMachine, selectSettings, selectStack } from '#state/selectors.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { useActions, useDocument } from '../playground.ts';
import { useCalm, useDragging } from '../use-calm.ts';
import styles from './roofline-panel.module.css';

/** Why the point in focus is where it is, in plain words, and a button that makes the change which would help most. */
export function Diagnosis({ point }: { point: RooflinePoint }) {
  return point.kind === 'layer' ? (
    <LayerDiagnosis point={point} />
  ) : (
    <Sentence point={point} text={point.explanation} />
  );
}

const Sentence = ({ point, text }: { point: RooflinePoint; text: string }) => (
  <p className={styles['diagnosis']}>
    <span>
      <b>{point.label}.</b> {text}
    </span>
  </p>
);

function useSituation(): Situation | null {
  const stack = useDocument(selectStack);
  const machine = useDocument(selectMachine);
  const settings = useDocument(selectSettings);
  const situation = useMemo(
    () => (stack.ok ? { stack: stack.value, machine, settings } : null),
    [stack, machine, settings],
  );
  return useCalm(situation, useDragging());
}

function LayerDiagnosis({ point }: { point: RooflinePoint }) {
  const actions = useActions();
  // A dozen analyses: after the frame that a drag or a step with the arrow keys wants.
  const now = useSituation();
  const situation = useDeferredValue(now);
  const subject = useDeferredValue(point.subject);
  const diagnosis = useMemo(() => situation && diagnose(situation, subject), [situation, subject]);
  if (!situation || !diagnosis) return <Sentence point={point} text={point.explanation} />;

  const { change } = diagnosis;
  const apply = () => {
    if (!change) return;
    const next = applyChange(change, situation);
    if (next.stack !== situation.stack) actions.editStack(() => next.stack);
    if (next.machine !== situation.machine) actions.editMachine(() => next.machine);
    if (next.settings !== situation.settings) actions.setSettings(next.settings);
    announce('Applied. Undo takes it back.');
  };
  return (
    <p className={styles['diagnosis']}>
      <span>
        <b>{point.label}.</b> {diagnosis.sentence}
      </span>
      {change && <Button onClick={apply}>Apply this change</Button>}
    </p>
  );
}
