import { formatSignedPercent } from '#core/format.ts';
import type { Provenance } from '#core/quantity.ts';
import { round } from '../log-scale.ts';
import { textWidth } from '../text-width.ts';
import { type Box, inside, overlap } from './boxes.ts';
import type { Mark } from './marks.ts';
import type { Scales } from './scale.ts';
import { shortNames } from './short-names.ts';

export interface PointLabel {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  /** Signed error of the measurement against its modelled twin. */
  readonly error: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly measured: boolean;
  readonly provenance: Provenance;
  readonly box: Box;
  /** Which place round the mark it took. */
  readonly place: number;
  /** From the mark to a label that stands away from it. */
  readonly leader: string | null;
}

/** Places round a mark, best first: right, left, above, below, then the corners. */
const PLACES = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
] as const;
const GAP = 5;
/** Then, for measured kernels, beside the mark some lines up or down with a leader to it. */
const LINES = [1.3, -1.3, 2.5, -2.5, 3.7, -3.7] as const;
const LED = LINES.flatMap((line) => [[1, line] as const, [-1, line] as const]);

/** Under this, measurement and model are the same thing: a ceiling that was measured is its own twin. */
const SAME = 1e-9;

function labelAt(mark: Mark, place: number, fontSize: number, text: string): PointLabel {
  const { twin } = mark.point;
  const error = mark.measured && twin && Math.abs(twin.error) > SAME ? formatSignedPercent(twin.error) : '';
  const width = textWidth(error ? `${text} ${error}` : text, fontSize, mark.measured);
  const height = fontSize * 1.2;
  const led = place < PLACES.length ? undefined : LED[place - PLACES.length];
  const [dx, dy] = led ?? PLACES[place] ?? PLACES[0];
  const corner = !led && dx !== 0 && dy !== 0;
  const away = led ? mark.radius + fontSize : corner ? mark.radius * 0.75 + 2 : mark.radius + GAP;
  const x = mark.x + dx * away;
  const cx = dx === 0 ? mark.x : x + (dx * width) / 2;
  const cy = led ? mark.y + dy * fontSize : mark.y + dy * (away + (dy === 0 ? 0 : height / 2 - 2));
  return {
    id: mark.point.id,
    subject: mark.point.subject,
    text,
    error,
    x: round(x),
    y: round(cy),
    anchor: dx === 0 ? 'middle' : dx > 0 ? 'start' : 'end',
    measured: mark.measured,
    provenance: mark.point.provenance,
    box: { cx, cy, width, height, angle: 0 },
    place,
    leader: led ? `M${mark.x} ${mark.y}L${round(x - dx * 3)} ${round(cy)}` : null,
  };
}

export const markBox = ({ x, y, radius }: Mark): Box => ({
  cx: x,
  cy: y,
  width: radius * 2 + 2,
  height: radius * 2 + 2,
  angle: 0,
});

export interface PointLabelOptions {
  /** Most layers that are named; measured kernels are named whenever there is room. */
  readonly most: number;
  /** Labels and handles that a point's name must not lie on. */
  readonly obstacles: readonly Box[];
  /** Roofs: a layer's name does not lie on one; a measured kernel's does before it goes unnamed. */
  readonly lines: readonly Box[];
  readonly isolated: string | null;
  readonly hold?: ReadonlyMap<string, number> | undefined;
}

/** One name for each subject, at its dot with the highest intensity; kernels first, then layers by time. */
function ranked(marks: readonly Mark[], { most, isolated }: PointLabelOptions): readonly Mark[] {
  const chosen = new Map<string, Mark>();
  for (const mark of marks) {
    if (isolated !== null && mark.point.subject !== isolated) continue;
    const name = `${mark.point.kind} ${mark.point.subject}`;
    const other = chosen.get(name);
    // A layer that was measured is named at its measured dot, which has the error.
    if (!other || (mark.measured && !other.measured) || (mark.measured === other.measured && mark.x > other.x))
      chosen.set(name, mark);
  }
  const rank = (mark: Mark) => (mark.measured ? 0 : 1);
  const order = [...chosen.values()].sort((a, b) => rank(a) - rank(b) || b.point.time - a.point.time);
  let layers = 0;
  return order.filter((mark) => mark.measured || layers++ < most);
}

/** Names beside points. No two overlap, none lies on a mark or a roof's label; a name without room is left out. */
export function layoutPointLabels(
  marks: readonly Mark[],
  scales: Scales,
  options: PointLabelOptions,
): readonly PointLabel[] {
  const { frame } = scales;
  const bounds = {
    left: frame.left,
    right: frame.width - 2,
    top: frame.top - 4,
    bottom: frame.height - frame.bottom,
  };
  const boxes = marks.map((mark) => ({ mark, box: markBox(mark) }));
  const names = shortNames(marks.map((mark) => mark.point));
  const placed: PointLabel[] = [];
  for (const mark of ranked(marks, options)) {
    const text = (mark.point.kind === 'kernel' && names.get(mark.point.subject)) || mark.point.label;
    const held = options.hold?.get(mark.point.id);
    if (options.hold) {
      if (held !== undefined) placed.push(labelAt(mark, held, frame.fontSize, text));
      continue;
    }
    const places = PLACES.length + (mark.measured ? LED.length : 0);
    const free = Array.from({ length: places }, (_, place) => labelAt(mark, place, frame.fontSize, text)).filter(
      ({ box }) =>
        inside(box, bounds) &&
        !placed.some((other) => overlap(other.box, box)) &&
        !options.obstacles.some((obstacle) => overlap(obstacle, box)) &&
        !boxes.some((other) => other.mark !== mark && overlap(other.box, box)),
    );
    const clear = free.find(({ box }) => !options.lines.some((line) => overlap(line, box)));
    const label = clear ?? (mark.measured ? free[0] : undefined);
    if (label) placed.push(label);
  }
  return placed;
}
