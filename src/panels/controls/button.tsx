import type { ComponentProps } from 'react';
import styles from './controls.module.css';
import { cx } from './cx.ts';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'icon';
}

/** A button that never submits a form unless told to. `icon` needs an aria-label. */
export function Button({ look = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        styles['button'],
        look === 'primary' && styles['primary'],
        (look === 'quiet' || look === 'icon') && styles['quiet'],
        look === 'icon' && styles['icon'],
        className,
      )}
      {...rest}
    />
  );
}
