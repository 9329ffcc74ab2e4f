import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useStable } from '../use-stable.ts';
import type { CeilingKey } from './ceilings.ts';
import type { Mark } from './marks.ts';
import type { Scales } from './scale.ts';
import type { CeilingDrag } from './use-ceiling-drag.ts';
import type { ViewControl } from './use-view.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

interface PointerInput {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly scales: Scales;
  readonly drag: CeilingDrag;
  readonly view: ViewControl;
  readonly hit: (x: number, y: number) => Mark | null;
  readonly onPanning: (panning: boolean) => void;
}

const SLOP = 4;

export const pointIn = (target: EventTarget | null): SVGElement | null =>
  target instanceof Element ? target.closest<SVGElement>('[data-point]') : null;

const gripIn = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-handle]') !== null;

/** Routes pointers: a roof is dragged, the background pans, two fingers zoom, a resting mouse shows the nearest point. */
export function usePointer({ svg, scales, drag, view, hit, onPanning }: PointerInput) {
  const [hovered, setHovered] = useState<string | null>(null);
  const [panning, setPanning] = useState(false);
  const pointers = useRef(new Map<number, Place>());
  const start = useRef<Place | null>(null);
  /** Whether the press has become a gesture, so that the click at its end is none. */
  const moved = useRef(false);

  const placeOf = (clientX: number, clientY: number): Place => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return { x: clientX, y: clientY };
    // A page may be scaled; the drawing's own pixels are what the layout knows.
    const scale = box.width > 0 ? scales.frame.width / box.width : 1;
    return { x: (clientX - box.left) * scale, y: (clientY - box.top) * scale };
  };

  const capture = (id: number) => svg.current?.setPointerCapture(id);

  const onGrab = useStable((key: CeilingKey, event: PointerEvent<SVGElement>) => {
    // A finger that swipes over a roof means to scroll the page: it drags by the grip only.
    if (event.button !== 0 || (event.pointerType === 'touch' && !gripIn(event.target))) return;
    const { x, y } = placeOf(event.clientX, event.clientY);
    moved.current = false;
    drag.grab(key, x, y, scales);
    event.stopPropagation();
    capture(event.pointerId);
  });

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    // Browsers honour touch-action on the drawing, not on a part of it: without this a drag of a grip would scroll.
    const onTouch = (event: TouchEvent) => {
      if (gripIn(event.target)) event.preventDefault();
    };
    element.addEventListener('touchstart', onTouch, { passive: false });
    return () => element.removeEventListener('touchstart', onTouch);
  }, [svg]);

  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    const place = placeOf(event.clientX, event.clientY);
    pointers.current.set(event.pointerId, place);
    moved.current = pointers.current.size > 1;
    start.current = place;
  };

  const pinch = (id: number, place: Place) => {
    const before = pointers.current.get(id);
    const other = [...pointers.current].find(([key]) => key !== id)?.[1];
    pointers.current.set(id, place);
    if (!before || !other) return;
    const old = Math.hypot(before.x - other.x, before.y - other.y);
    const now = Math.hypot(place.x - other.x, place.y - other.y);
    if (old > 0 && now > 0) view.zoom(now / old, other.x, other.y);
  };

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const place = placeOf(event.clientX, event.clientY);
    if (drag.move(place.x, place.y)) {
      setHovered(null);
      return;
    }
    const last = pointers.current.get(event.pointerId);
    if (!last) {
      // On a mark, its error bar or its twin, it is that mark's; else the nearest within reach.
      const own = pointIn(event.target)?.dataset['point'];
      if (event.pointerType !== 'touch') setHovered(own ?? hit(place.x, place.y)?.point.id ?? null);
      return;
    }
    if (pointers.current.size > 1) {
      pinch(event.pointerId, place);
      return;
    }
    const from = start.current ?? last;
    if (!moved.current && Math.hypot(place.x - from.x, place.y - from.y) < SLOP) return;
    if (!moved.current) {
      moved.current = true;
      // Captured only now: a captured press would send its click to the drawing instead of the point.
      capture(event.pointerId);
      setPanning(true);
      onPanning(true);
      setHovered(null);
    }
    pointers.current.set(event.pointerId, place);
    view.pan(place.x - last.x, place.y - last.y);
  };

  const finish = (phase: 'end' | 'cancel') => (event: PointerEvent<SVGSVGElement>) => {
    if (drag.release(phase)) moved.current = true;
    pointers.current.delete(event.pointerId);
    if (pointers.current.size > 0 || !panning) return;
    setPanning(false);
    onPanning(false);
  };

  return {
    hovered,
    panning,
    placeOf,
    onGrab,
    /** The point of a click, unless the press was a drag. */
    clicked: (clientX: number, clientY: number): Mark | null | 'drag' => {
      if (moved.current) return 'drag';
      const { x, y } = placeOf(clientX, clientY);
      return hit(x, y);
    },
    events: {
      onPointerDown,
      onPointerMove,
      onPointerUp: finish('end'),
      onPointerCancel: finish('cancel'),
      onPointerLeave: () => setHovered(null),
    },
  };
}
