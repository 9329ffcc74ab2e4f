import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';
import { type AxisScale, axisScale, axisTicks, domainOf } from './axis-scale.ts';
import { axisText, tickText } from './axis-text.ts';
import type { CurveFigure, FigurePoint, Series } from './figure.ts';
import { axisTitle, fittedText, type LabFrame, lowerTicks, type Room, type Tick } from './frame.ts';
import { tell } from './said.ts';
import type { Spot } from './spots.ts';

export interface CurveMark extends Spot {
  /** Pixels of the interval's ends; null where there is none. */
  readonly bar: readonly [low: number, high: number] | null;
}

export interface CurveLine {
  readonly id: string;
  readonly label: string;
  /** Shape and hue: the same for a series of both figures. */
  readonly order: number;
  /** Drawn dashed, without marks: nothing that was timed. */
  readonly modelled: boolean;
  readonly recorded: boolean;
  readonly ghost: boolean;
  readonly path: string;
  readonly marks: readonly CurveMark[];
}

export interface CurveScene {
  readonly frame: LabFrame;
  readonly x: AxisScale;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** Later ones are drawn above; a ghost lies below. */
  readonly lines: readonly CurveLine[];
}

/** An interval far wider than its value would squeeze every curve flat: it runs out of the plot instead. */
const REACH = 3;

const wasTimed = ({ provenance }: Series) => provenance === 'measured' || provenance === 'recorded';

function valuesOf(figure: CurveFigure): readonly number[] {
  return figure.series.flatMap(({ points }) =>
    points.flatMap(({ y, interval }) =>
      interval ? [y, Math.max(interval[0], y / REACH), Math.min(interval[1], y * REACH)] : [y],
    ),
  );
}

/** Orders of series: those that were timed have shapes, modelled ones only a dash; both count from nought. */
function ordersOf(figures: readonly CurveFigure[]): ReadonlyMap<string, number> {
  const orders = new Map<string, number>();
  for (const timed of [true, false]) {
    const ids = new Set(
      figures.flatMap(({ series }) => series.filter((one) => wasTimed(one) === timed)).map(({ id }) => id),
    );
    [...ids].forEach((id, index) => {
      orders.set(id, index);
    });
  }
  return orders;
}

interface Scales {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

function lineOf(figure: CurveFigure, series: Series, order: number, side: string, scales: Scales): CurveLine {
  const { x, y } = scales;
  const [floor, top] = y.range;
  const clamped = (pixel: number) => round(Math.min(floor, Math.max(top, pixel)));
  const placed = (point: FigurePoint) =>
    (figure.x.scale === 'linear' || point.x > 0) && (figure.y.scale === 'linear' || point.y > 0);
  const bar = ({ interval }: FigurePoint) => {
    if (!interval) return null;
    // A low end that a logarithmic axis cannot show lies on its floor.
    const low = figure.y.scale !== 'linear' && interval[0] <= 0 ? floor : y.toPixel(interval[0]);
    return [clamped(low), clamped(y.toPixel(interval[1]))] as const;
  };
  const several = figure.series.length > 1 ? `${series.label}: ` : '';
  const marks = [...series.points]
    .filter(placed)
    .sort((a, b) => a.x - b.x)
    .map((point): CurveMark => {
      const at = axisText(figure.x.unit, point.x);
      const { unit } = figure.y;
      return {
        id: `${side}${series.id} ${point.x}`,
        x: round(x.toPixel(point.x)),
        y: round(y.toPixel(point.y)),
        bar: bar(point),
        name: `${side}${several}${at}, ${axisText(unit, point.y)}`,
        said: `${side}${several}${at}. ${tell({ unit, value: point.y, interval: point.interval, provenance: series.provenance, label: point.label })}`,
      };
    });
  return {
    id: `${side}${series.id}`,
    label: series.label,
    order,
    modelled: !wasTimed(series),
    recorded: series.provenance === 'recorded',
    ghost: side.startsWith('B'),
    path: marks.map(({ x: px, y: py }, index) => `${index === 0 ? 'M' : 'L'}${px} ${py}`).join(''),
    marks,
  };
}

/** A curve's drawing, and that of a second figure on the same axes. */
export function curveScene(figure: CurveFigure, ghost: CurveFigure | null, { width, fontSize }: Room): CurveScene {
  const figures = ghost ? [figure, ghost] : [figure];
  const height = Math.round(Math.min(fontSize * 27, Math.max(fontSize * 20, width * 0.5)));
  const top = Math.round(fontSize * (figure.tiers.length > 0 ? 3.6 : 2.2));
  const bottom = Math.round(fontSize * 3.6);
  const y = axisScale(figure.y, domainOf(figure.y, figures.flatMap(valuesOf)), [height - bottom, top]);
  const yTicks = axisTicks(figure.y, y, fontSize * 1.9).map((value) => ({
    at: round(y.toPixel(value)),
    text: tickText(figure.y.unit, value),
  }));
  const left = Math.ceil(Math.max(...yTicks.map(({ text }) => textWidth(text, fontSize)), 0)) + 10;
  const frame = { width, height, left, right: Math.round(fontSize * 1.2), top, bottom, fontSize };
  const sizes = figures.flatMap(({ series }) => series.flatMap(({ points }) => points.map((point) => point.x)));
  const x = axisScale(figure.x, domainOf(figure.x, sizes, 0.02), [left, width - frame.right]);
  const orders = ordersOf(figures);
  const linesOf = (one: CurveFigure, side: string) =>
    one.series.map((series) => lineOf(one, series, orders.get(series.id) ?? 0, side, { x, y }));
  return {
    frame,
    x,
    xTicks: lowerTicks(figure.x, x, { width, fontSize }),
    yTicks,
    xTitle: fittedText(axisTitle(figure.x), width - left, fontSize),
    yTitle: fittedText(axisTitle(figure.y), width - 4, fontSize),
    lines: [...(ghost ? linesOf(ghost, 'B, ') : []), ...linesOf(figure, ghost ? 'A, ' : '')],
  };
}
