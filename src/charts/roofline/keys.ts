import type { ViewControl } from './use-view.ts';
import type { WalkStep } from './visible.ts';

export const WALK_KEYS: Readonly<Record<string, WalkStep>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'higher',
  ArrowDown: 'lower',
  Home: 'first',
  End: 'last',
};

const PAN_STEP = 48;
const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [-PAN_STEP, 0],
  ArrowLeft: [PAN_STEP, 0],
  ArrowUp: [0, PAN_STEP],
  ArrowDown: [0, -PAN_STEP],
};
export const ZOOM_STEP = 1.5;

/** + − and 0 zoom, Shift and arrows pan. Whether the key was one of them. */
export function zoomKey(key: string, shift: boolean, view: ViewControl): boolean {
  const pan = shift ? PANS[key] : undefined;
  if (pan) view.pan(...pan);
  else if (key === '+' || key === '=') view.zoom(ZOOM_STEP);
  else if (key === '-' || key === '−' || key === '_') view.zoom(1 / ZOOM_STEP);
  else if (key === '0') view.reset();
  else return false;
  return true;
}
