import { useEffect, useState } from 'react';
import type { Kernel, Problem } from '#measure/kernels/kernel.ts';
import { measurementId } from '#measure/record/measurement-id.ts';
import type { Run } from '#measure/record/record.ts';
import { selectRunEntry } from '#state/selectors.ts';
import { useDocument, usePlayground } from '../playground.ts';
import type { Outcome } from './outcome.tsx';

/** What was asked for, by the ids that its measurements will have. */
interface Asked {
  /** Version and problem. */
  readonly of: string;
  readonly kernel: string;
  readonly edited: string;
  readonly original: string;
  /** When: an older measurement of the same is not the answer. */
  readonly at: string;
}

const found = (run: Run | undefined, id: string, at: string) =>
  run?.measurements.find((one) => one.id === id && one.at >= at) ?? null;

/** What became of the last Run of this editor: kept while other things are measured, until the next Run. */
export function useOutcome(kernel: string) {
  const { store } = usePlayground();
  const measuring = useDocument((state) => state.phase === 'measuring');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [last, setLast] = useState<{ readonly kernel: string; readonly outcome: Outcome } | null>(null);
  useEffect(() => {
    if (asked === null || measuring) return;
    const state = store.getState();
    const run = selectRunEntry(state)?.run;
    const edited = found(run, asked.edited, asked.at);
    setLast({
      kernel: asked.kernel,
      outcome: { of: asked.of, edited, original: found(run, asked.original, asked.at), faults: state.faults },
    });
    setAsked(null);
  }, [asked, measuring, store]);
  const ask = (edited: Kernel, problem: Problem, of: string) => {
    const work = { kernel: edited.id, problem };
    setLast(null);
    setAsked({
      of,
      kernel: edited.id,
      edited: edited.edited ? measurementId({ ...work, role: 'edited', edited: edited.edited }) : '',
      original: measurementId({ ...work, role: 'point' }),
      at: new Date().toISOString(),
    });
  };
  return { outcome: last?.kernel === kernel ? last.outcome : null, ask };
}
