import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useStable } from '../use-stable.ts';
import type { AxisScale } from './axis-scale.ts';
import type { MovedEnd, TierEnd } from './tier-scene.ts';

/** `index`: which tier's end, nearest first. `preview` shows it, `commit` keeps it, `cancel` lets go of it. */
export type OnBoundary = (index: number, bytes: number, phase: 'preview' | 'commit' | 'cancel') => void;

/** Presses of arrow keys within this time are one change, and one step of undo. */
const KEY_PAUSE = 600;
/** A press that moves less than this is a click. */
const SLOP = 3;

const EIGHTH = 2 ** (1 / 8);
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: EIGHTH,
  ArrowUp: EIGHTH,
  ArrowLeft: 1 / EIGHTH,
  ArrowDown: 1 / EIGHTH,
  PageUp: 2,
  PageDown: 0.5,
};

const within = (bytes: number, [low, high]: TierEnd['limits']) => Math.round(Math.min(high, Math.max(low, bytes)));

interface Held {
  readonly end: TierEnd;
  /** Pointer when it was taken hold of, screen pixels. */
  readonly start: number;
  readonly pointer: number;
}

export interface BoundaryDrag {
  readonly moved: MovedEnd | null;
  readonly grab: (end: TierEnd, event: PointerEvent<SVGElement>) => void;
  readonly key: (end: TierEnd, event: KeyboardEvent<SVGElement>) => void;
  readonly leave: () => void;
  /** For the drawing round the grips. */
  readonly events: {
    readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => boolean;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
}

/** Moves the end of a tier by pointer or keys: previews, at most one a frame, and one change at the end. */
export function useBoundaryDrag(x: AxisScale, onBoundary: OnBoundary | undefined): BoundaryDrag {
  const [moved, setMoved] = useState<MovedEnd | null>(null);
  const current = useRef<MovedEnd | null>(null);
  const held = useRef<Held | null>(null);
  const frame = useRef<number | null>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = useStable(() => {
    frame.current = null;
    const now = current.current;
    if (!now) return;
    setMoved(now);
    onBoundary?.(now.index, now.bytes, 'preview');
  });
  const rest = () => {
    clearTimeout(pause.current);
    if (frame.current !== null) cancelAnimationFrame(frame.current);
    frame.current = null;
    held.current = null;
  };
  const finish = useStable((phase: 'commit' | 'cancel') => {
    rest();
    const last = current.current;
    current.current = null;
    if (!last) return;
    setMoved(null);
    onBoundary?.(last.index, last.bytes, phase);
  });

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || (!current.current && !held.current)) return;
      event.preventDefault();
      finish('cancel');
    };
    // Before anything else hears it: a dialog round the chart must not close with it.
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      finish('cancel');
    };
  }, [finish]);

  return {
    moved,
    grab: (end, event) => {
      if (event.button !== 0) return;
      finish('commit');
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
      event.currentTarget.ownerSVGElement?.setPointerCapture(event.pointerId);
      held.current = { end, start: event.clientX, pointer: event.pointerId };
    },
    key: (end, event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const from = current.current?.index === end.index ? current.current.bytes : end.bytes;
      const step = STEPS[event.key];
      if (event.key === 'Enter') finish('commit');
      else if (step || event.key === 'Home' || event.key === 'End') {
        const to = step ? from * step : event.key === 'Home' ? end.limits[0] : end.limits[1];
        current.current = { index: end.index, bytes: within(to, end.limits) };
        show();
        clearTimeout(pause.current);
        pause.current = setTimeout(() => finish('commit'), KEY_PAUSE);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    leave: () => {
      if (!held.current) finish('commit');
    },
    events: {
      onPointerMove: (event) => {
        const hold = held.current;
        if (!hold || hold.pointer !== event.pointerId) return false;
        const by = event.clientX - hold.start;
        if (!current.current && Math.abs(by) < SLOP) return true;
        const bytes = within(x.toValue(x.toPixel(hold.end.bytes) + by), hold.end.limits);
        current.current = { index: hold.end.index, bytes };
        frame.current ??= requestAnimationFrame(show);
        return true;
      },
      onPointerUp: () => {
        if (held.current) finish('commit');
      },
      onPointerCancel: () => {
        if (held.current) finish('cancel');
      },
    },
  };
}
