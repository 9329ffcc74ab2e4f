import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Roofline } from '#model/roofline/roofline.ts';
import { useStable } from '../use-stable.ts';
import {
  CEILING_STEP,
  type CeilingChange,
  type CeilingDraft,
  type CeilingKey,
  ceilingValue,
  roundCeiling,
  sameCeiling,
} from './ceilings.ts';
import type { Scales } from './scale.ts';

/** Presses of arrow keys within this time are one change, and one step of undo. */
const KEY_PAUSE = 600;
/** A press that moves less than this is a click. */
const SLOP = 3;

/** Value of the roof that would pass through a pixel. */
const valueAt = (key: CeilingKey, scales: Scales, x: number, y: number): number =>
  key.type === 'peak' ? scales.y.toValue(y) : scales.y.toValue(y) / scales.x.toValue(x);

interface Grab {
  readonly key: CeilingKey;
  readonly scales: Scales;
  /** Roof over the value under the pointer: where on the wide line it was taken hold of. */
  readonly ratio: number;
  readonly x: number;
  readonly y: number;
}

export interface CeilingDrag {
  readonly draft: CeilingDraft | null;
  readonly grab: (key: CeilingKey, x: number, y: number, scales: Scales) => void;
  /** Whether a roof is held; it follows in the next frame. */
  readonly move: (x: number, y: number) => boolean;
  /** Lets go. Whether the roof was moved (else it was a click). */
  readonly release: (phase: 'end' | 'cancel') => boolean;
  readonly key: (key: CeilingKey, event: KeyboardEvent<SVGElement>) => void;
  readonly leave: () => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: CEILING_STEP,
  ArrowRight: CEILING_STEP,
  ArrowDown: 1 / CEILING_STEP,
  ArrowLeft: 1 / CEILING_STEP,
  PageUp: 2,
  PageDown: 0.5,
};

/** Drags a roof by pointer or keys: a live draft during the gesture, one change at its end. */
export function useCeilingDrag(
  roofline: Roofline,
  onChange: ((change: CeilingChange) => void) | undefined,
  onBegin: (key: CeilingKey) => void,
): CeilingDrag {
  const [draft, setDraft] = useState<CeilingDraft | null>(null);
  const current = useRef<CeilingDraft | null>(null);
  const held = useRef<Grab | null>(null);
  /** Where the pointer went since the last frame; null once the roof is there. */
  const ahead = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const frame = useRef<number | null>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = (next: CeilingDraft) => {
    if (current.current === null) onBegin(next);
    current.current = next;
    setDraft(next);
    onChange?.({ ...next, phase: 'move' });
  };
  const forget = () => {
    if (frame.current !== null) cancelAnimationFrame(frame.current);
    frame.current = null;
    ahead.current = null;
  };
  const follow = useStable(() => {
    const [grab, place] = [held.current, ahead.current];
    forget();
    if (!grab || !place) return;
    const { x, y } = place;
    if (current.current === null && Math.hypot(x - grab.x, y - grab.y) < SLOP) return;
    const value = roundCeiling(valueAt(grab.key, grab.scales, x, y) * grab.ratio);
    if (value !== current.current?.value) show({ ...grab.key, value });
  });
  const release = useStable((phase: 'end' | 'cancel'): boolean => {
    clearTimeout(pause.current);
    // A roof is let go where the pointer is, not where the last frame saw it.
    if (phase === 'end') follow();
    forget();
    const last = current.current;
    held.current = null;
    current.current = null;
    if (last === null) return false;
    setDraft(null);
    onChange?.({ ...last, phase });
    return true;
  });

  const active = draft !== null;
  useEffect(() => {
    if (!active) return;
    const onEscape = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') release('cancel');
    };
    window.addEventListener('keydown', onEscape);
    return () => window.removeEventListener('keydown', onEscape);
  }, [active, release]);
  useEffect(
    () => () => {
      clearTimeout(pause.current);
      if (frame.current !== null) cancelAnimationFrame(frame.current);
    },
    [],
  );

  return {
    draft,
    release,
    grab: (key, x, y, scales) => {
      if (current.current) release('end');
      const value = ceilingValue(roofline, key);
      if (value !== null) held.current = { key, scales, ratio: value / valueAt(key, scales, x, y), x, y };
    },
    move: (x, y) => {
      if (!held.current) return false;
      // A mouse may report several times between two frames: the page follows once.
      ahead.current = { x, y };
      frame.current ??= requestAnimationFrame(follow);
      return true;
    },
    key: (key, event) => {
      const step = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey ? undefined : STEPS[event.key];
      if (step === undefined) {
        if (event.key === 'Enter') release('end');
        return;
      }
      event.preventDefault();
      if (current.current && !sameCeiling(current.current, key)) release('end');
      const value = current.current?.value ?? ceilingValue(roofline, key);
      if (value === null) return;
      show({ ...key, value: roundCeiling(value * step) });
      clearTimeout(pause.current);
      pause.current = setTimeout(() => release('end'), KEY_PAUSE);
    },
    leave: () => {
      if (held.current === null) release('end');
    },
  };
}
