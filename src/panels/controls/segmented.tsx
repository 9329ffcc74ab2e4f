import { useId } from 'react';
import styles from './controls.module.css';
import type { Option } from './select-field.tsx';

interface SegmentedProps {
  readonly label: string;
  readonly value: string;
  /** One that cannot be chosen now is disabled; the reason stands beside the field. */
  readonly options: readonly (Option & { readonly disabled?: boolean })[];
  readonly onChange: (value: string) => void;
}

/** One of a few: radio buttons side by side. */
export function Segmented({ label, value, options, onChange }: SegmentedProps) {
  const name = useId();
  return (
    <div className={styles['segmented']} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={styles['segment']}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}

interface TogglesProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly on: boolean }[];
  readonly onToggle: (value: string) => void;
}

/** Any of a few: buttons that stay pressed. */
export function Toggles({ label, options, onToggle }: TogglesProps) {
  return (
    <fieldset className={styles['segmented']} aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles['segment']}
          aria-pressed={option.on}
          onClick={() => onToggle(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
