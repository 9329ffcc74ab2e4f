import { useId } from 'react';
import { sizeConstants } from '#measure/kernels/edited.ts';
import type { Kernel, Problem } from '#measure/kernels/kernel.ts';
import { type DeclaredOverride, declaredOverrides } from '#measure/kernels/overrides.ts';
import type { Edit } from '#measure/record/edited.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import styles from './editor.module.css';

/** Ends and step of a slider. */
interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** A range round a constant's first value that its type allows: four times as much, and as little as makes sense. */
export function rangeOf({ type }: Pick<DeclaredOverride, 'type'>, value: number): Range {
  if (type === 'bool') return { min: 0, max: 1, step: 1 };
  if (type === 'f32' || type === 'f16') {
    const reach = value === 0 ? 1 : 4 * Math.abs(value);
    return { min: value < 0 ? -reach : 0, max: reach, step: reach / 200 };
  }
  const whole = Number.isInteger(value);
  const reach = Math.max(16, 4 * Math.abs(value));
  return { min: value < 0 ? -reach : value === 0 || type === 'i32' ? 0 : 1, max: reach, step: whole ? 1 : reach / 200 };
}

interface ConstantsProps {
  readonly kernel: Kernel;
  readonly problem: Problem;
  readonly edit: Edit;
  readonly onChange: (constants: Edit['constants']) => void;
}

/** The constants that the source lets a pipeline set: those of the problem are said, the others are sliders. */
export function Constants({ kernel, problem, edit, onChange }: ConstantsProps) {
  const own = kernel.overrides(problem);
  const fixed = sizeConstants(kernel, problem);
  const declared = declaredOverrides(edit.source);
  const free = declared.filter(({ name }) => !fixed.has(name));
  const said = declared.filter(({ name }) => fixed.has(name));
  const set = (name: string, value: number | null) => {
    const { [name]: _, ...others } = edit.constants;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  return (
    <section className={styles['block']} aria-label="Constants">
      <h3>Constants</h3>
      {said.length > 0 && (
        <p className={styles['soft']}>
          Set by the sizes: {said.map(({ name }) => `${name} ${(own[name] ?? 0).toLocaleString('en')}`).join(', ')}.
        </p>
      )}
      {free.map((constant) => (
        <Slider
          key={constant.name}
          constant={constant}
          first={own[constant.name] ?? constant.value}
          value={edit.constants[constant.name] ?? null}
          onChange={(value) => set(constant.name, value)}
        />
      ))}
      {free.length === 0 && (
        <p className={styles['soft']}>
          The source declares no other. Write <code>override NAME: u32 = 4;</code> and it has a slider here.
        </p>
      )}
    </section>
  );
}

interface SliderProps {
  readonly constant: DeclaredOverride;
  /** What it is where nobody sets it; null where the source works it out. */
  readonly first: number | null;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

const text = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(4));

function Slider({ constant, first, value, onChange }: SliderProps) {
  const id = useId();
  const { name, type } = constant;
  if (first === null && value === null)
    return (
      <p className={styles['soft']}>
        {name}:{' '}
        {constant.hasDefault ? (
          'the source works it out.'
        ) : (
          <>
            has no value, so nothing compiles.{' '}
            <Button look="quiet" onClick={() => onChange(1)}>
              Set {name} to 1
            </Button>
          </>
        )}
      </p>
    );
  const shown = value ?? first ?? 0;
  const range = rangeOf(constant, first ?? shown);
  return (
    <div className={styles['slider']}>
      <label htmlFor={id}>
        <code>{name}</code>
        {type && <span className={styles['soft']}> {type}</span>}
      </label>
      <input
        id={id}
        type="range"
        min={Math.min(range.min, shown)}
        max={Math.max(range.max, shown)}
        step={range.step}
        value={shown}
        onChange={(event) => onChange(event.target.valueAsNumber === first ? null : event.target.valueAsNumber)}
      />
      <output htmlFor={id}>{text(shown)}</output>
      {value !== null && value !== first && first !== null && (
        <Button look="quiet" className={controls['help']} onClick={() => onChange(null)}>
          Back to {text(first)}
        </Button>
      )}
    </div>
  );
}
