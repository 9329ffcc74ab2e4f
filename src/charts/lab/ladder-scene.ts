import type { Provenance } from '#core/quantity.ts';
import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';
import { axisScale, domainOf } from './axis-scale.ts';
import { axisText } from './axis-text.ts';
import type { LadderFigure } from './figure.ts';
import { axisTitle, fittedText, type LabFrame, lowerTicks, type Room, type Tick } from './frame.ts';
import { tell } from './said.ts';
import type { Spot } from './spots.ts';

export interface Bar extends Spot {
  readonly ghost: boolean;
  readonly provenance: Provenance;
  readonly y1: number;
  readonly height: number;
  readonly length: number;
  /** Pixels of the interval's ends. */
  readonly error: readonly [low: number, high: number] | null;
  readonly text: string;
  readonly textX: number;
}

export interface LadderScene {
  readonly frame: LabFrame;
  readonly ticks: readonly Tick[];
  readonly title: string;
  readonly labels: readonly { readonly id: string; readonly text: string; readonly x: number; readonly y: number }[];
  /** Labels stand above their bars, for want of room beside them. */
  readonly stacked: boolean;
  readonly rungs: readonly (readonly Bar[])[];
}

type Rung = LadderFigure['rungs'][number];

/** Labels beside the bars take at most this share of the width. */
const LABEL_SHARE = 0.36;
const REACH = 3;

/** Bars of a ladder, top to bottom, and those of a second one below each. */
export function ladderScene(figure: LadderFigure, ghost: LadderFigure | null, { width, fontSize }: Room): LadderScene {
  const em = fontSize;
  const rungs = figure.rungs.map((rung) => [rung, ghost?.rungs.find(({ label }) => label === rung.label)] as const);
  const shown = rungs.flat().filter((rung) => rung !== undefined);
  const text = (rung: Rung, side: string) => `${side}${axisText(figure.x.unit, rung.value)}`;
  const widest = Math.max(...figure.rungs.map(({ label }) => textWidth(label, em)), 0);
  const stacked = widest > width * LABEL_SHARE;
  const left = stacked ? 4 : Math.ceil(widest) + 10;
  const right = Math.ceil(Math.max(...shown.map((rung) => textWidth(text(rung, ghost ? 'A ' : ''), em, true)), 0)) + 12;
  const thick = Math.round(em * (ghost ? 1.15 : 1.3));
  const head = stacked ? Math.round(em * 1.5) : 0;
  const row = head + thick * (ghost ? 2 : 1) + Math.round(em * 0.7);
  const top = Math.round(em * 0.4);
  const bottom = Math.round(em * 3.6);
  const frame = { width, height: top + row * rungs.length + bottom, left, right, top, bottom, fontSize };
  const values = shown.flatMap(({ value, interval }) => [value, Math.min(interval?.[1] ?? value, value * REACH)]);
  const [least, most] = domainOf(figure.x, values, 0);
  // The shortest bar of a logarithmic ladder still has a length.
  const domain: readonly [number, number] =
    figure.x.scale === 'linear' ? [least, most] : [least / (most / least) ** 0.15 / 1.5, most];
  const x = axisScale(figure.x, domain, [left, width - right]);
  const pixel = (value: number) =>
    round(Math.min(width - right, Math.max(left, value > domain[0] ? x.toPixel(value) : left)));

  const barOf = (rung: Rung, index: number, isGhost: boolean): Bar => {
    const side = ghost ? (isGhost ? 'B' : 'A') : '';
    const y1 = round(top + row * index + head + (isGhost ? thick : 0));
    const end = pixel(rung.value);
    const error = rung.interval && ([pixel(rung.interval[0]), pixel(rung.interval[1])] as const);
    const said = `${side && `${side}, `}${rung.label}`;
    return {
      id: `${side}${rung.label}`,
      ghost: isGhost,
      provenance: rung.provenance,
      x: end,
      y: round(y1 + thick / 2),
      y1,
      height: thick,
      length: round(Math.max(1, end - left)),
      error,
      text: text(rung, side && `${side} `),
      textX: round(Math.max(end, error?.[1] ?? end) + 6),
      name: `${said}, ${axisText(figure.x.unit, rung.value)}`,
      said: `${said}. ${tell({ unit: figure.x.unit, value: rung.value, interval: rung.interval, provenance: rung.provenance, label: '' })}`,
    };
  };
  return {
    frame,
    stacked,
    ticks: lowerTicks(figure.x, x, { width, fontSize }),
    title: fittedText(axisTitle(figure.x), width - 8, fontSize),
    labels: figure.rungs.map(({ label }, index) => ({
      id: label,
      text: stacked ? fittedText(label, width - 8, fontSize) : label,
      x: stacked ? left : left - 8,
      y: round(top + row * index + (stacked ? em * 1.1 : (thick * (ghost ? 2 : 1)) / 2 + em * 0.35)),
    })),
    rungs: rungs.map(([own, other], index) => [
      barOf(own, index, false),
      ...(other ? [barOf(other, index, true)] : []),
    ]),
  };
}
