import { type KeyboardEvent, useId, useState } from 'react';
import type { Result } from '#core/result.ts';
import styles from './controls.module.css';
import { cx } from './cx.ts';

interface DraftFieldProps<T> {
  readonly label: string;
  /** The value as text; what a person types is kept beside it until it is committed. */
  readonly text: string;
  readonly parse: (text: string) => Result<T, string>;
  readonly onCommit: (value: T) => void;
  /** Arrow up and down, where the value has a next one. */
  readonly step?: (value: T, by: 1 | -1) => T;
  readonly unit?: string | undefined;
  readonly help?: string | undefined;
  readonly layout?: 'stacked' | 'inline';
  readonly short?: boolean;
  readonly hideLabel?: boolean;
  readonly numeric?: boolean;
  readonly placeholder?: string;
}

/**
 * A text field that commits on Enter or when focus leaves it. A wrong value is never committed and never thrown away:
 * the text stays, with the reason under it. Escape gives the committed value back.
 */
export function DraftField<T>(props: DraftFieldProps<T>) {
  const {
    label,
    text,
    parse,
    onCommit,
    step,
    unit,
    help,
    layout = 'stacked',
    short,
    hideLabel,
    numeric = true,
  } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [seen, setSeen] = useState(text);
  // The committed value changed elsewhere (undo, a dragged roof): the draft gives way to it.
  if (seen !== text) {
    setSeen(text);
    setDraft(null);
  }
  const parsed = draft === null ? null : parse(draft);
  const error = parsed && !parsed.ok ? parsed.error : null;

  const commit = () => {
    if (!parsed?.ok) return;
    if (draft !== text) onCommit(parsed.value);
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape' && draft !== null) {
      setDraft(null);
      event.stopPropagation();
    }
    if (step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const current = parse(draft ?? text);
      if (!current.ok) return;
      const next = step(current.value, event.key === 'ArrowUp' ? 1 : -1);
      event.preventDefault();
      if (next === current.value) return;
      onCommit(next);
      setDraft(null);
    }
  };
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={cx(styles['field'], layout === 'inline' && styles['inline'])}>
      <label htmlFor={id} className={hideLabel ? styles['hidden'] : styles['label']}>
        {label}
      </label>
      <span className={styles['withUnit']}>
        <input
          id={id}
          className={cx(styles['input'], short && styles['short'])}
          value={draft ?? text}
          inputMode={numeric ? 'decimal' : 'text'}
          placeholder={props.placeholder}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error !== null}
          aria-describedby={described || undefined}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
        {unit && <span className={styles['unit']}>{unit}</span>}
      </span>
      {error && (
        <span id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </span>
      )}
      {help && (
        <span id={`${id}-help`} className={styles['help']}>
          {help}
        </span>
      )}
    </div>
  );
}
