import { formatPercent, formatRatio, formatSignedPercent } from '#core/format.ts';
import type { Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import { limiterName } from './details.ts';
import { shortNames } from './short-names.ts';
import { isMeasured } from './visible.ts';

const NOTHING = 'Nothing stands on the roofline yet: add a layer or measure a kernel.';

/** One dot for each subject (they share time and performance), the longest first. */
function subjects(points: readonly RooflinePoint[]): readonly RooflinePoint[] {
  const bySubject = new Map<string, RooflinePoint>();
  for (const point of points) if (!bySubject.has(point.subject)) bySubject.set(point.subject, point);
  return [...bySubject.values()].sort((a, b) => b.time - a.time);
}

function modelledSentence(points: readonly RooflinePoint[], rooflines: readonly Roofline[]): string | null {
  const layers = subjects(points.filter((point) => !isMeasured(point)));
  const [longest] = layers;
  const total = layers.reduce((time, point) => time + point.time, 0);
  if (!longest || !(total > 0)) return null;
  const limits = new Map<string, number>();
  for (const point of layers) limits.set(point.boundBy, (limits.get(point.boundBy) ?? 0) + point.time);
  const [limiter, time] = [...limits].sort((a, b) => b[1] - a[1])[0] ?? [longest.boundBy, longest.time];
  if (layers.length === 1) return `${longest.label} is bound by ${limiterName(rooflines, longest.boundBy)}`;
  const share = `${limiterName(rooflines, limiter)} bounds ${formatPercent(time / total, 2)} of the modelled time`;
  const most = `${longest.label} takes the most, ${formatPercent(longest.time / total, 2)}`;
  const own = longest.boundBy === limiter ? '' : `, bound by ${limiterName(rooflines, longest.boundBy)}`;
  return `${share}; ${most}${own}`;
}

/** The layers that the model knows best and worst. */
function measuredLayersSentence(points: readonly RooflinePoint[]): string | null {
  const layers = subjects(points.filter((point) => isMeasured(point) && point.kind === 'layer'));
  const ranked = layers
    .flatMap(({ label, twin }) => (twin ? [{ label, error: twin.error }] : []))
    .toSorted((a, b) => Math.abs(a.error) - Math.abs(b.error));
  const [nearest] = ranked;
  const farthest = ranked.at(-1);
  if (!nearest || !farthest) return null;
  const near = `measured, ${nearest.label} is ${formatSignedPercent(nearest.error)} from the model`;
  return nearest === farthest ? near : `${near} and ${farthest.label} ${formatSignedPercent(farthest.error)}`;
}

function measuredSentence(points: readonly RooflinePoint[]): string | null {
  const kernels = subjects(points.filter((point) => isMeasured(point) && point.kind === 'kernel'));
  const families = new Map<string, RooflinePoint[]>();
  for (const point of kernels) families.set(point.category, [...(families.get(point.category) ?? []), point]);
  const largest = [...families.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  const ranked = [...largest].sort((a, b) => b.performance - a.performance);
  const [fastest] = ranked;
  const slowest = ranked.at(-1);
  if (!fastest || !slowest) return null;
  const names = shortNames(points);
  const name = (point: RooflinePoint) => names.get(point.subject) ?? point.label;
  const error = fastest.twin ? ` (model error ${formatSignedPercent(fastest.twin.error)})` : '';
  if (fastest === slowest)
    return `measured, ${name(fastest)} reaches ${formatPercent(fastest.ofRoof, 2)} of its roof${error}`;
  const ratio = formatRatio(fastest.performance / slowest.performance);
  return `measured, ${name(fastest)} runs ${ratio} faster than ${name(slowest)}${error}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the chart says, in one sentence: the limiter of most of the time, the longest layer, and the widest measured gap. */
export function takeaway(
  points: readonly RooflinePoint[],
  roofline: Roofline,
  ghosts: readonly Roofline[] = [],
): string {
  const measured = measuredLayersSentence(points) ?? measuredSentence(points);
  const parts = [modelledSentence(points, [roofline, ...ghosts]), measured].filter((part) => part !== null);
  return parts.length === 0 ? NOTHING : `${capital(parts.join('; '))}.`;
}
