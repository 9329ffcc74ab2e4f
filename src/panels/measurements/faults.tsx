import type { Fault, FaultKind } from '#measure/record/fault.ts';
import controls from '../controls/controls.module.css';
import { Notice } from '../controls/notice.tsx';
import styles from './measurements.module.css';

const TITLES: Readonly<Record<FaultKind, string>> = {
  'no-webgpu': 'No WebGPU',
  'insecure-context': 'Plain http',
  'no-adapter': 'No GPU',
  'device-lost': 'Device lost',
  'out-of-memory': 'Out of memory',
  validation: 'Kernel refused',
  watchdog: 'No answer',
  'wrong-result': 'Wrong result',
  cancelled: 'Stopped',
  unsupported: 'Not measured',
};

/** What went wrong and what to do. What the browser said stands behind a disclosure. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  return faults.map((fault) => (
    <Notice key={`${fault.kind} ${fault.kernel ?? ''}`} tone={fault.kind === 'cancelled' ? 'note' : 'fault'}>
      {fault.kind !== 'cancelled' && <b>{TITLES[fault.kind]}. </b>}
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
