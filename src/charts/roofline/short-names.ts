import type { RooflinePoint } from '#model/roofline/roofline.ts';

/** An edited kernel is never called as the original is. */
const version = (label: string) => (/, edited\b/.test(label) ? ', edited' : '');
const kernel = (label: string) => label.split(' ', 1)[0] ?? label;
const firstWord = (label: string) => kernel(label) + version(label);
const variant = (label: string) => (kernel(label).split('/').at(-1) ?? label) + version(label);

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
