import { type PointerEvent, useEffect, useState } from 'react';

export interface Drag {
  readonly path: string;
  /** Position it would take, counted without it; and the row whose edge shows it. */
  readonly to: number;
  readonly edge: { readonly path: string; readonly side: 'before' | 'after' } | null;
}

/** Items of the list that a row is in, top to bottom. */
const siblingsOf = (handle: Element): readonly HTMLElement[] =>
  [...(handle.closest('ol')?.children ?? [])].filter((child): child is HTMLElement => child instanceof HTMLElement);

function dragOver(handle: Element, path: string, y: number): Drag {
  const others = siblingsOf(handle).filter((item) => item.dataset['path'] !== path);
  const to = others.filter((item) => {
    const { top, height } = item.getBoundingClientRect();
    return y > top + height / 2;
  }).length;
  const next = others[to];
  const last = others.at(-1);
  (next ?? last)?.scrollIntoView({ block: 'nearest' });
  if (next) return { path, to, edge: { path: next.dataset['path'] ?? '', side: 'before' } };
  return { path, to, edge: last ? { path: last.dataset['path'] ?? '', side: 'after' } : null };
}

/** Reordering by a handle, with any pointer. The keyboard has moves of its own; Escape lets go. */
export function useDrag(onDrop: (path: string, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const active = drag !== null;
  useEffect(() => {
    if (!active) return;
    const cancel = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDrag(null);
    };
    document.addEventListener('keydown', cancel);
    return () => document.removeEventListener('keydown', cancel);
  }, [active]);

  const handleFor = (path: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag(dragOver(event.currentTarget, path, event.clientY));
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag) setDrag(dragOver(event.currentTarget, path, event.clientY));
    },
    onPointerUp: () => {
      if (drag) onDrop(drag.path, drag.to);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });
  return { drag, handleFor };
}
