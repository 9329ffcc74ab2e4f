import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './controls.module.css';

interface NoticeProps {
  readonly tone?: 'note' | 'fault';
  readonly onDismiss?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function Notice({ tone = 'note', onDismiss, children }: NoticeProps) {
  return (
    <div className={styles['notice']} data-notice="" data-tone={tone} role={tone === 'fault' ? 'alert' : 'status'}>
      <div>{children}</div>
      {onDismiss && (
        <Button look="icon" aria-label="Dismiss" onClick={onDismiss}>
          ×
        </Button>
      )}
    </div>
  );
}
