import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Of one em: a theme may change it without changing the box. */
  readonly fontSize: number;
}

/** Size of a box and of the type in it, kept up to date. `ruler` is an element one em wide. */
export function useSize(initial: Size): {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly ruler: RefObject<HTMLSpanElement | null>;
  readonly size: Size;
} {
  const box = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [size, setSize] = useState(initial);
  useLayoutEffect(() => {
    const [outer, em] = [box.current, ruler.current];
    if (!outer || !em || typeof ResizeObserver === 'undefined') return;
    const measure = () => {
      const [width, height, fontSize] = [outer.clientWidth, outer.clientHeight, em.getBoundingClientRect().width];
      if (width === 0 || fontSize === 0) return;
      setSize((old) =>
        old.width === width && old.height === height && old.fontSize === fontSize ? old : { width, height, fontSize },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(outer);
    observer.observe(em);
    return () => observer.disconnect();
  }, []);
  return { box, ruler, size };
}
