import type { LayerKind } from '#model/workload/layer.ts';

type Category = LayerKind['category'] | 'repeat';

/** One shape for each category, so that it is told without colour. */
const PATHS: Readonly<Record<Category, string>> = {
  matmul: 'M2 2H12V12H2Z M7 2V12 M2 7H12',
  convolution: 'M2 2H12V12H2Z M4.7 4.7H9.3V9.3H4.7Z',
  attention: 'M7 1.5 12.5 7 7 12.5 1.5 7Z M7 4.6 9.4 7 7 9.4 4.6 7Z',
  pooling: 'M2 2.5H12L9 11.5H5Z',
  normalisation: 'M1.5 11.5C5 11.5 5 2.5 7 2.5S9 11.5 12.5 11.5',
  activation: 'M1.5 11H6.5L12 2.5',
  elementwise: 'M7 2V12 M2 7H12',
  data: 'M2 4H12 M2 7H12 M2 10H12',
  repeat:
    'M2 5.5V4A1.5 1.5 0 0 1 3.5 2.5H12 M9.8 .8 12 2.5 9.8 4.2 M12 8.5V10A1.5 1.5 0 0 1 10.5 11.5H2 M4.2 9.8 2 11.5 4.2 13.2',
};

export function Glyph({ category, title }: { category: Category; title: string }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" role="img" aria-label={title}>
      <title>{title}</title>
      <path
        d={PATHS[category]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
