import type { RooflinePoint } from '#model/roofline/roofline.ts';

const firstWord = (label: string) => label.split(' ', 1)[0] ?? label;
const variant = (label: string) => firstWord(label).split('/').at(-1) ?? label;

/** What kernels are called on the chart, by subject: "naive" while that is unambiguous, then "matmul/naive", then with its sizes. */
export function shortNames(points: readonly RooflinePoint[]): ReadonlyMap<string, string> {
  const kernels = new Map<string, string>();
  for (const point of points) if (point.kind === 'kernel') kernels.set(point.subject, point.label);
  const labels = [...kernels.values()];
  const unique = (label: string, short: (label: string) => string) =>
    labels.filter((other) => short(other) === short(label)).length === 1;
  return new Map(
    [...kernels].map(([subject, label]) => [
      subject,
      unique(label, variant) ? variant(label) : unique(label, firstWord) ? firstWord(label) : label,
    ]),
  );
}
