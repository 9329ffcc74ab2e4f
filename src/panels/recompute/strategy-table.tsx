import { formatBytes, formatSeconds, formatSignedPercent, UNKNOWN } from '#core/format.ts';
import type { Method } from '#model/training/recompute/plan.ts';
import styles from './recompute.module.css';
import type { StrategyRow } from './rows.ts';
import { METHOD_NAMES } from './words.ts';

interface StrategyTableProps {
  readonly rows: readonly StrategyRow[];
  readonly ideal: number;
  readonly chosen: Method;
  readonly onChoose: (method: Method) => void;
}

/** Every strategy at the budget. A press on one shows its schedule. */
export function StrategyTable({ rows, ideal, chosen, onChoose }: StrategyTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable from the keyboard
    <section className={styles['tableWrap']} aria-label="Strategies at this budget" tabIndex={0}>
      <table className={styles['table']}>
        <caption>Every strategy in this budget, modelled</caption>
        <thead>
          <tr>
            <th scope="col">strategy</th>
            <th scope="col">time</th>
            <th scope="col">over the least</th>
            <th scope="col">peak</th>
            <th scope="col" title="Forward steps that save nothing for a backward pass">
              extra forwards
            </th>
            <th scope="col">how</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ method, fits, makespan, peak, forwardSteps, choice }) => (
            <tr key={method} data-on={method === chosen} data-fits={fits}>
              <th scope="row">
                <button type="button" aria-pressed={method === chosen} onClick={() => onChoose(method)}>
                  {METHOD_NAMES[method]}
                </button>
              </th>
              <td>{makespan === null ? UNKNOWN : formatSeconds(makespan)}</td>
              <td>{makespan === null || ideal === 0 ? UNKNOWN : formatSignedPercent(makespan / ideal - 1)}</td>
              <td>{fits ? formatBytes(peak) : `needs ${formatBytes(peak)}`}</td>
              <td>{forwardSteps === null ? UNKNOWN : forwardSteps.toLocaleString('en')}</td>
              <td>{choice}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
