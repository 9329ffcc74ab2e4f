import { useMemo } from 'react';
import { applyChange, type Change, type Situation } from '#model/roofline/change.ts';
import { selectMachine, selectSettings, selectStack } from '#state/selectors.ts';
import { announce } from './controls/announce.tsx';
import { useActions, useDocument } from './playground.ts';
import { useCalm, useDragging } from './use-calm.ts';

/** The stack, the machine and the settings in view; null while the stack has a fault. At rest while a roof is dragged. */
export function useSituation(): Situation | null {
  const stack = useDocument(selectStack);
  const machine = useDocument(selectMachine);
  const settings = useDocument(selectSettings);
  const situation = useMemo(
    () => (stack.ok ? { stack: stack.value, machine, settings } : null),
    [stack, machine, settings],
  );
  return useCalm(situation, useDragging());
}

/** Makes changes to the document that `situation` was taken from. */
export function useApply(): (changes: readonly Change[], situation: Situation) => void {
  const actions = useActions();
  return (changes, situation) => {
    const next = changes.reduce((now, change) => applyChange(change, now), situation);
    if (next.stack !== situation.stack) actions.editStack(() => next.stack);
    if (next.machine !== situation.machine) actions.editMachine(() => next.machine);
    if (next.settings !== situation.settings) actions.setSettings(next.settings);
    announce('Applied. Undo takes it back.');
  };
}
