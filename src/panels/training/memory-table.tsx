import { CATEGORIES, CATEGORY_NAMES } from '#charts/training/training-scene.ts';
import { formatBytes } from '#core/format.ts';
import type { TrainingResults } from '#state/training-selectors.ts';
import { cx } from '../controls/cx.ts';
import styles from '../recompute/recompute.module.css';
import own from './training.module.css';

interface MemoryTableProps {
  readonly results: TrainingResults;
  readonly capacity: number;
  readonly onChoose: (devices: number) => void;
}

/** Every bar in figures. A press on a row's number chooses it. */
export function MemoryTable({ results: { all, chosen }, capacity, onChoose }: MemoryTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable from the keyboard
    <section className={styles['tableWrap']} aria-label="Memory of one device, as a table" tabIndex={0}>
      <table className={cx(styles['table'], own['figures'])}>
        <caption>Memory of one device, and what it sends in an iteration, modelled</caption>
        <thead>
          <tr>
            <th scope="col">devices</th>
            {CATEGORIES.map((category) => (
              <th key={category} scope="col">
                {CATEGORY_NAMES[category]}
              </th>
            ))}
            <th scope="col">total</th>
            <th scope="col">sends</th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ devices, memory: { perDevice, workspace, communication } }) => (
            <tr key={devices} data-on={devices === chosen.devices} data-fits={perDevice.total + workspace <= capacity}>
              <th scope="row">
                <button type="button" aria-pressed={devices === chosen.devices} onClick={() => onChoose(devices)}>
                  {devices.toLocaleString('en')}
                </button>
              </th>
              {CATEGORIES.map((category) => (
                <td key={category}>{formatBytes(perDevice[category])}</td>
              ))}
              <td>{formatBytes(perDevice.total)}</td>
              <td>{formatBytes(communication.total.sent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
