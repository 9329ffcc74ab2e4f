import { type LogScale, logScale } from '../log-scale.ts';

/** Pixels of the drawing: the outer size and the margins around the plot. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Size of the chart's text; labels are laid out from it without a browser. */
  readonly fontSize: number;
  readonly narrow: boolean;
}

/** Range of intensities (FLOP/B) and performances (FLOP/s) that the plot shows. */
export interface View {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

export interface Scales {
  readonly frame: Frame;
  readonly view: View;
  readonly x: LogScale;
  readonly y: LogScale;
}

/** Narrower than this, roofs have only their names on the chart. */
const NARROW_EMS = 40;

/** Margins that hold the axes at this text size. */
export function frameOf(width: number, height: number, fontSize = 12): Frame {
  const narrow = width < NARROW_EMS * fontSize;
  return {
    width,
    height,
    narrow,
    left: Math.round(fontSize * (narrow ? 3.6 : 4.8)),
    right: Math.round(fontSize * 1.2),
    // A narrow chart has the title of its y axis above it.
    top: Math.round(fontSize * (narrow ? 2 : 0.9)),
    bottom: Math.round(fontSize * 3.4),
    fontSize,
  };
}

export const scalesOf = (frame: Frame, view: View): Scales => ({
  frame,
  view,
  x: logScale(view.x, [frame.left, frame.width - frame.right]),
  y: logScale(view.y, [frame.height - frame.bottom, frame.top]),
});

/** Whether a pixel lies in the plot. */
export const inPlot = ({ width, height, left, right, top, bottom }: Frame, x: number, y: number): boolean =>
  x >= left - 1 && x <= width - right + 1 && y >= top - 1 && y <= height - bottom + 1;
