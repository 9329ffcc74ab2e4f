import controls from '../controls/controls.module.css';
import styles from './training.module.css';

interface PowerSliderProps {
  readonly label: string;
  /** The value is 2 to this power. */
  readonly power: number;
  readonly most: number;
  readonly onPreview: (power: number) => void;
  /** The gesture is over: one step in the history. */
  readonly onCommit: () => void;
}

/** A slider over powers of two that answers at once. */
export function PowerSlider({ label, power, most, onPreview, onCommit }: PowerSliderProps) {
  const text = (2 ** power).toLocaleString('en');
  return (
    <label className={styles['power']}>
      <span className={controls['label']}>{label}</span>
      <input
        type="range"
        min={0}
        max={most}
        value={power}
        aria-valuetext={text}
        onChange={(event) => onPreview(Number(event.target.value))}
        onPointerUp={onCommit}
        onKeyUp={onCommit}
        onBlur={onCommit}
      />
      <span className={styles['value']}>{text}</span>
    </label>
  );
}
