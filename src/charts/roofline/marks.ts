import type { RooflinePoint } from '#model/roofline/roofline.ts';
import { round } from '../log-scale.ts';
import type { Scales } from './scale.ts';
import { isMeasured } from './visible.ts';

/** Where a mark stands and how it is drawn. */
export interface Mark {
  readonly point: RooflinePoint;
  readonly x: number;
  readonly y: number;
  /** Of the circle with the mark's area. */
  readonly radius: number;
  /** Place of the boundary's tier, nearest first; null for a boundary of another machine. */
  readonly order: number | null;
  readonly measured: boolean;
  /** Ends of the 95 % interval. */
  readonly interval: readonly [number, number] | null;
  /** The modelled twin of a measured mark. */
  readonly twinY: number | null;
}

/** Dots of one subject at its several boundaries, joined by a thin line. */
export interface Join {
  readonly subject: string;
  readonly measured: boolean;
  readonly path: string;
}

const MODELLED = { min: 3.6, max: 11 };
/** Of a layer where all layers are drawn alike. */
const EQUAL = { min: 5, max: 5 };
const MEASURED = { min: 5, max: 8 };

/** Area in proportion to time among marks of one kind, as long as the mark can still be seen and hit. */
function radiusOf(time: number, longest: number, { min, max }: typeof MODELLED): number {
  const share = longest > 0 && Number.isFinite(time) ? Math.max(0, time / longest) : 0;
  return round(Math.max(min, max * Math.sqrt(share)));
}

/** `tiers`: ids, nearest first; `held`: radii that a drag keeps; `sizeBy`: whether a layer's area is its time, or equal for all. Marks with the largest first, so that small ones are drawn over them. */
export function layoutMarks(
  points: readonly RooflinePoint[],
  tiers: readonly string[],
  scales: Scales,
  held?: ReadonlyMap<string, number>,
  sizeBy: 'time' | 'none' = 'time',
): readonly Mark[] {
  const order = new Map(tiers.map((tier, index) => [tier, index]));
  const longest = { layer: 0, kernel: 0 };
  for (const point of points) longest[point.kind] = Math.max(longest[point.kind], point.time);
  // Marks grow with the text, so that a small screen is not all marks and a projector's are seen from the back.
  const scale = Math.min(1.4, scales.frame.fontSize / 12) * (scales.frame.narrow ? 0.8 : 1);
  const size = ({ min, max }: typeof MODELLED) => ({ min: min * scale, max: max * scale });
  const limits = ({ kind }: RooflinePoint, measured: boolean) =>
    measured || kind === 'kernel' ? MEASURED : sizeBy === 'time' ? MODELLED : EQUAL;
  const marks = points.map((point): Mark => {
    const measured = isMeasured(point);
    return {
      point,
      measured,
      x: round(scales.x.toPixel(point.intensity)),
      y: round(scales.y.toPixel(point.performance)),
      radius: held?.get(point.id) ?? radiusOf(point.time, longest[point.kind], size(limits(point, measured))),
      order: order.get(point.boundary) ?? null,
      interval: point.interval
        ? [round(scales.y.toPixel(point.interval[0])), round(scales.y.toPixel(point.interval[1]))]
        : null,
      twinY: point.twin && point.twin.performance > 0 ? round(scales.y.toPixel(point.twin.performance)) : null,
    };
  });
  return marks.sort((a, b) => Number(a.measured) - Number(b.measured) || b.radius - a.radius);
}

export function layoutJoins(marks: readonly Mark[]): readonly Join[] {
  const subjects = new Map<string, Mark[]>();
  for (const mark of marks) {
    // A layer and a kernel may share a name, and a layer's modelled dots are apart from its measured ones.
    const name = `${mark.point.kind} ${mark.measured} ${mark.point.subject}`;
    const list = subjects.get(name);
    if (list) list.push(mark);
    else subjects.set(name, [mark]);
  }
  return [...subjects.values()].flatMap((list) => {
    const [first] = list;
    if (!first || list.length < 2) return [];
    const along = [...list].sort((a, b) => a.x - b.x);
    const path = `M${along.map((mark) => `${mark.x} ${mark.y}`).join('L')}`;
    return [{ subject: first.point.subject, measured: first.measured, path }];
  });
}
