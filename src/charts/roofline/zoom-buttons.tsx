import styles from './foot.module.css';
import { ZOOM_STEP } from './keys.ts';
import type { ViewControl } from './use-view.ts';

export const ZoomButtons = ({ view }: { readonly view: ViewControl }) => (
  <fieldset className={styles['zoom']} aria-label="Zoom">
    <button type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => view.zoom(1 / ZOOM_STEP)}>
      −
    </button>
    <button
      type="button"
      aria-label="Zoom in"
      title="Zoom in (+, or Ctrl and wheel)"
      onClick={() => view.zoom(ZOOM_STEP)}
    >
      +
    </button>
    <button type="button" title="Show everything (0)" disabled={!view.moved} onClick={view.reset}>
      Fit
    </button>
  </fieldset>
);
