import { type RefObject, useEffect, useState } from 'react';
import { useStable } from '../use-stable.ts';
import { type Frame, type Scales, scalesOf, type View } from './scale.ts';
import { panView, settleView, viewsMeet, zoomView } from './view.ts';

export interface ViewControl {
  readonly view: View;
  /** Whether a person has zoomed or panned. */
  readonly moved: boolean;
  readonly pan: (dx: number, dy: number) => void;
  readonly zoom: (factor: number, x?: number, y?: number) => void;
  readonly reset: () => void;
}

/** The fitted view until a person zooms or pans; a small edit of the document does not move it. */
export function useView(fit: View, frame: Frame, frozen: View | null): ViewControl {
  const [settled, setSettled] = useState(fit);
  const [own, setOwn] = useState<View | null>(null);
  const next = frozen ? settled : settleView(settled, fit);
  if (next !== settled) setSettled(next);
  // Another machine or stack may lie wholly outside the view that a person had zoomed to.
  const [seen, setSeen] = useState(fit);
  if (seen !== fit) {
    setSeen(fit);
    if (own && !viewsMeet(own, fit)) setOwn(null);
  }
  const view = frozen ?? own ?? next;
  const change = (move: (scales: Scales) => View) => setOwn((old) => move(scalesOf(frame, old ?? next)));
  return {
    view,
    moved: own !== null,
    pan: (dx, dy) => change((scales) => panView(scales, dx, dy)),
    zoom: (
      factor,
      x = (frame.left + frame.width - frame.right) / 2,
      y = (frame.top + frame.height - frame.bottom) / 2,
    ) => change((scales) => zoomView(scales, x, y, factor)),
    reset: () => {
      setOwn(null);
      setSettled(fit);
    },
  };
}

/** Ctrl and wheel (or a trackpad's pinch) zooms; the wheel alone belongs to the page. */
export function useWheelZoom(
  svg: RefObject<SVGSVGElement | null>,
  zoom: (factor: number, clientX: number, clientY: number) => void,
): void {
  const onZoom = useStable(zoom);
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const turn = Math.max(-50, Math.min(50, event.deltaY));
      onZoom(Math.exp(-turn * 0.008), event.clientX, event.clientY);
    };
    // React's own wheel listeners are passive and could not keep the browser from zooming the page.
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [svg, onZoom]);
}
