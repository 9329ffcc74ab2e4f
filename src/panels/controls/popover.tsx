import { type ReactNode, useEffect, useRef } from 'react';
import styles from './controls.module.css';

interface PopoverProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small panel under its button. Escape or a press outside closes it and gives focus back to what opened it. */
export function Popover({ label, onClose, children }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opener = document.activeElement;
    ref.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      close.current();
      if (opener instanceof HTMLElement) opener.focus();
    };
    const onPress = (event: PointerEvent) => {
      const target = event.target;
      if (target instanceof Node && !ref.current?.parentElement?.contains(target)) close.current();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress);
    };
  }, []);
  return (
    <div ref={ref} className={styles['popover']} role="dialog" aria-label={label} tabIndex={-1}>
      {children}
    </div>
  );
}
