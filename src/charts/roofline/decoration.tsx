import type { ReactNode } from 'react';
import styles from './roofline.module.css';

interface DecorationProps {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Part of the drawing that neither pointer nor screen reader meets: points, grips and the table say it all. */
export const Decoration = ({ className = '', children }: DecorationProps) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of lines and text takes no focus
  <g className={`${styles['still']} ${className}`} aria-hidden="true">
    {children}
  </g>
);
