import { type Kernel, type Problem, valueFor } from '#measure/kernels/kernel.ts';
import type { Edit } from '#measure/record/edited.ts';
import { Button } from '../controls/button.tsx';
import { IntegerField } from '../controls/integer-field.tsx';
import styles from './editor.module.css';

interface SizesProps {
  readonly kernel: Kernel;
  readonly problem: Problem;
  readonly onResize: (key: string, size: number) => void;
}

/** The sizes of the problem, as the kernel asks for them. */
export const Sizes = ({ kernel, problem, onResize }: SizesProps) => (
  <section className={styles['block']} aria-label="Problem">
    <h3>Problem</h3>
    <div className={styles['sizes']}>
      {kernel.sizes.map(({ key, label, min, max, default: first }) => (
        <IntegerField
          key={key}
          label={label}
          short
          value={problem[key] ?? first}
          min={min}
          max={max}
          onCommit={(size) => onResize(key, size)}
        />
      ))}
    </div>
  </section>
);

interface WorkgroupsProps {
  readonly kernel: Kernel;
  readonly problem: Problem;
  readonly workgroups: Edit['workgroups'];
  readonly onChange: (workgroups: Edit['workgroups']) => void;
}

const AXES = ['x', 'y', 'z'] as const;
const MOST = 65_535;

/** How many workgroups run. A workgroup of another size needs another number of them, and nobody can read that off a source. */
export function Workgroups({ kernel, problem, workgroups, onChange }: WorkgroupsProps) {
  const own = kernel.workgroups(problem);
  const shown = workgroups ?? own;
  const set = (axis: number, value: number) => {
    const [x, y, z] = shown.with(axis, value);
    onChange([x ?? 1, y ?? 1, z ?? 1]);
  };
  return (
    <section className={styles['block']} aria-label="Workgroups">
      <h3>Workgroups dispatched</h3>
      <div className={styles['sizes']}>
        {AXES.map((axis, index) => (
          <IntegerField
            key={axis}
            label={axis}
            short
            value={shown[index] ?? 1}
            min={1}
            max={MOST}
            onCommit={(value) => set(index, value)}
          />
        ))}
      </div>
      <p className={styles['soft']}>
        The original has workgroups of {valueFor(kernel.workgroup, problem).join(' × ')} invocations and needs{' '}
        {own.join(' × ')} of them here. If you change <code>@workgroup_size</code> or what one workgroup makes, set
        their number too: it does not follow from the source, and outputs that nobody writes are found and shown.
      </p>
      {workgroups && (
        <Button look="quiet" onClick={() => onChange(undefined)}>
          As the original: {own.join(' × ')}
        </Button>
      )}
    </section>
  );
}
