import type { Fault, FaultKind } from '#measure/record/fault.ts';
import { isNote } from '#state/runs.ts';
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

/** What was left out for one reason, with the kernels that it holds for. */
interface Reason {
  readonly message: string;
  readonly kernels: readonly string[];
}

/** Ten problems of one kernel that an adapter lacks a feature for are one reason. */
function reasonsOf(faults: readonly Fault[]): readonly Reason[] {
  const byMessage = new Map<string, Set<string>>();
  for (const { kind, message, kernel } of faults) {
    const kernels = byMessage.get(message) ?? new Set();
    // A Stop leaves out more than the kernel that it met.
    byMessage.set(message, kernel === undefined || kind === 'cancelled' ? kernels : kernels.add(kernel));
  }
  return [...byMessage].map(([message, kernels]) => ({ message, kernels: [...kernels] }));
}

/** What went wrong and what to do; and apart from it, calmly, what this adapter cannot run, and a Stop. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  const alarms = faults.filter((fault) => !isNote(fault));
  const notes = faults.filter(isNote);
  return (
    <>
      {alarms.map((fault, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one kernel may fail twice, for two problems
        <Notice key={`${index} ${fault.kind} ${fault.kernel ?? ''}`} tone="fault">
          <b>{TITLES[fault.kind]}. </b>
          {fault.message}
          {fault.kernel && <span className={styles['soft']}> Kernel: {fault.kernel}.</span>}
          {fault.detail && (
            <details className={controls['disclosure']}>
              <summary>What the browser said</summary>
              {fault.detail}
            </details>
          )}
        </Notice>
      ))}
      {notes.length > 0 && <Skipped faults={notes} />}
    </>
  );
}

/** What was left out, and why: nothing to be done about, and nothing wrong. */
export const Skipped = ({ faults }: { faults: readonly Fault[] }) => (
  <Notice>
    {reasonsOf(faults).map(({ message, kernels }) => (
      <div key={message}>
        {message}
        {kernels.length > 0 && <span className={styles['soft']}> Left out: {kernels.join(', ')}.</span>}
      </div>
    ))}
  </Notice>
);
