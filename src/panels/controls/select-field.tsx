import { type ReactNode, useId } from 'react';
import styles from './controls.module.css';
import { cx } from './cx.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}
interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly layout?: 'stacked' | 'inline';
  readonly hideLabel?: boolean;
  readonly help?: ReactNode;
  readonly className?: string | undefined;
  /** Options under headings, after the plain ones. */
  readonly groups?: readonly { readonly label: string; readonly options: readonly Option[] }[];
}

export function SelectField(props: SelectFieldProps) {
  const { label, value, options, groups, onChange, layout = 'stacked', hideLabel, help } = props;
  const id = useId();
  const item = (option: Option) => (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  );
  return (
    <div className={cx(styles['field'], layout === 'inline' && styles['inline'], props.className)}>
      <label htmlFor={id} className={hideLabel ? styles['hidden'] : styles['label']}>
        {label}
      </label>
      <select
        id={id}
        className={styles['select']}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={help ? `${id}-help` : undefined}
      >
        {options.map(item)}
        {groups?.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.options.map(item)}
          </optgroup>
        ))}
      </select>
      {help && (
        <span id={`${id}-help`} className={styles['help']}>
          {help}
        </span>
      )}
    </div>
  );
}
