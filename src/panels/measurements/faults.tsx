import type { Fault } from '#measure/record/fault.ts';
import controls from '../controls/controls.module.css';
import { Notice } from '../controls/notice.tsx';
import styles from './measurements.module.css';

/** What went wrong and what to do. What the browser said stands behind a disclosure. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  return faults.map((fault) => (
    <Notice key={`${fault.kind} ${fault.kernel ?? ''}`} tone={fault.kind === 'cancelled' ? 'note' : 'fault'}>
      {fault.message}
      {fault.kernel && <span className={styles['soft']}> Kernel: {fault.kernel}.</span>}
      {fault.detail && (
        <details className={controls['disclosure']}>
          <summary>What the browser said</summary>
          {fault.detail}
        </details>
      )}
    </Notice>
  ));
}
