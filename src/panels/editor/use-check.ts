import { useCallback, useEffect, useRef, useState } from 'react';
import type { Kernel, Problem } from '#measure/kernels/kernel.ts';
import type { SourceMessage } from '#measure/kernels/source-message.ts';
import type { Fault } from '#measure/record/fault.ts';
import { useServices } from '../playground.ts';

/** After the last key, milliseconds. */
const PAUSE = 400;

/** What the compiler said last, and of which version. */
export interface Checked {
  readonly of: string;
  readonly messages: readonly SourceMessage[];
  readonly fault: Fault | null;
}

export interface Check {
  readonly last: Checked | null;
  readonly busy: boolean;
  /** Whether each pause in typing compiles: from the first click that asked for a compilation. */
  readonly live: boolean;
  readonly begin: () => void;
  readonly end: () => void;
}

const NOT_LOADED: Fault = {
  kind: 'unsupported',
  message: 'The compiler did not load: you may be offline. Reload the page to try again.',
};

/**
 * Compiles what is in the editor on each pause in typing, once a click has asked for it, and never while something is measured.
 * `key` tells versions apart; an answer about an older one is thrown away.
 */
export function useCheck(edited: Kernel | null, problem: Problem, key: string, paused: boolean): Check {
  const { checkSource } = useServices();
  const [live, setLive] = useState(false);
  const [busy, setBusy] = useState(false);
  const [last, setLast] = useState<Checked | null>(null);
  const latest = useRef({ key, edited, problem });
  useEffect(() => {
    latest.current = { key, edited, problem };
  });
  const known = last?.of === key;
  const ready = edited !== null;
  useEffect(() => {
    if (!live || paused || known || !ready) return;
    const timer = setTimeout(async () => {
      const { edited, problem } = latest.current;
      if (edited === null) return;
      setBusy(true);
      const checked = await checkSource(edited, problem).catch(() => ({ ok: false as const, error: NOT_LOADED }));
      setBusy(false);
      if (latest.current.key !== key) return;
      setLast({ of: key, messages: checked.ok ? checked.value : [], fault: checked.ok ? null : checked.error });
      // A device that failed is asked again by a click, not by the next key.
      if (!checked.ok && checked.error.kind !== 'unsupported') setLive(false);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [live, paused, known, ready, key, checkSource]);
  const begin = useCallback(() => {
    setLive(true);
    setLast((before) => (before?.fault ? null : before));
  }, []);
  const end = useCallback(() => setLive(false), []);
  return { last: known ? last : null, busy, live, begin, end };
}
