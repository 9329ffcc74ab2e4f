import { useEffect } from 'react';
import type { DocumentState } from '#state/store.ts';
import { announce } from '../controls/announce.tsx';
import { usePlayground } from '../playground.ts';

/** What an attempt brought, in a sentence. What went wrong is an alert of its own. */
function resultSentence({ runs, selectedRun }: DocumentState): string {
  const run = runs.find((entry) => entry.run.id === selectedRun)?.run;
  if (!run) return 'Measuring ended.';
  const count = run.measurements.length;
  const tiers = run.machine?.tiers.length;
  const found = tiers === undefined ? '' : ` ${tiers === 1 ? 'One tier' : `${tiers} tiers`} found.`;
  return `Measuring ended: ${count} measurement${count === 1 ? '' : 's'} verified.${found}`;
}

/** Says when measuring begins and what it brought, whichever view is in front. */
export function useAnnouncedResults(): void {
  const { store } = usePlayground();
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.phase === before.phase) return;
        if (state.phase === 'measuring') announce('Measuring.');
        else if (before.phase === 'measuring') announce(resultSentence(state));
      }),
    [store],
  );
}
