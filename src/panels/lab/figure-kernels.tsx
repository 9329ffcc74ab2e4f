import type { Figure } from '#charts/lab/figure.ts';
import { Button } from '../controls/button.tsx';
import { useActions } from '../playground.ts';
import styles from './lab.module.css';

const labelsOf = (figure: Figure): readonly string[] => {
  switch (figure.kind) {
    case 'curve':
      return figure.series.flatMap(({ points }) => points.map(({ label }) => label));
    case 'heat':
      return figure.cells.flatMap((row) => row.map((cell) => cell?.label ?? ''));
    case 'ladder':
      return figure.rungs.map(({ label }) => label);
  }
};

/** Kernels by id that a figure's points name, each once: what is drawn of formulas names none. */
export const kernelsIn = (figure: Figure): readonly string[] => [
  ...new Set(labelsOf(figure).flatMap((label) => /^[a-z0-9-]+\/[a-z0-9-]+(?=[ ,]|$)/.exec(label)?.[0] ?? [])),
];

/** The way from a figure to the sources of its kernels. */
export function FigureKernels({ figure }: { figure: Figure }) {
  const actions = useActions();
  const kernels = kernelsIn(figure);
  if (kernels.length === 0) return null;
  return (
    <p className={styles['soft']}>
      Edit the WGSL of{' '}
      {kernels.map((kernel) => (
        <Button key={kernel} look="quiet" onClick={() => actions.openEditor({ kernel, problem: {} })}>
          {kernel}
        </Button>
      ))}
    </p>
  );
}
