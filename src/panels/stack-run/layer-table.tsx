import { formatSeconds } from '#core/format.ts';
import { usePlayground, useUi } from '../playground.ts';
import { Bars } from './bars.tsx';
import { errorText, intervalText, type LayerRow, longestOf, predictedText, timesText } from './rows.ts';
import styles from './stack-run.module.css';

interface LayerTableProps {
  readonly rows: readonly LayerRow[];
  /** MEASURED here in this visit, or RECORDED. */
  readonly provenance: 'measured' | 'recorded';
}

/** Each layer with two bars, modelled over measured, and their figures. A press on a layer isolates its dots on the roofline. */
export function LayerTable({ rows, provenance }: LayerTableProps) {
  const { ui } = usePlayground();
  const isolated = useUi((state) => state.isolated);
  const longest = longestOf(rows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable from the keyboard
    <section className={styles['tableWrap']} aria-label="Layers, modelled and measured" tabIndex={0}>
      <table className={styles['table']}>
        <caption className={styles['key']}>
          <span data-provenance="modelled">modelled</span>
          <span data-provenance={provenance}>{provenance}, with its 95 % interval</span>
          <span>all occurrences together</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">layer</th>
            <th scope="col">modelled</th>
            <th scope="col">{provenance}</th>
            <th scope="col" className={styles['wide']}>
              95 % interval
            </th>
            <th scope="col" title="Measured speed against the model’s: −50 % is half as fast as the model says">
              error
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-layer={row.layer} data-on={row.layer === isolated}>
              <th scope="row">
                <button
                  type="button"
                  className={styles['layer']}
                  aria-pressed={row.layer === isolated}
                  title={`${row.kernels.join(', ')}. Press to show only its dots on the roofline`}
                  onClick={() => ui.toggleIsolated(row.layer)}
                >
                  {row.layer}
                  {timesText(row.times)}
                  {row.fused.length > 0 && <span className={styles['soft']}> with {row.fused.join(', ')}</span>}
                </button>
                <Bars times={row} longest={longest} provenance={provenance} />
              </th>
              <td>{predictedText(row)}</td>
              <td className={styles['number']} title={intervalText(row.interval)}>
                {formatSeconds(row.measured)}
              </td>
              <td className={`${styles['soft']} ${styles['wide']}`}>{intervalText(row.interval)}</td>
              <td className={styles['error']}>{errorText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
