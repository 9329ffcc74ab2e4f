import { formatNumber, formatSignedPercent, UNKNOWN } from '#core/format.ts';
import type { CheckRow } from '#model/check/check.ts';
import { ProvenanceMark } from '../controls/provenance.tsx';
import styles from './papers.module.css';

const number = (value: number | null): string => (value === null ? UNKNOWN : formatNumber(value, 6));
const inputsOf = ({ inputs }: CheckRow): string =>
  Object.entries(inputs)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

function Row({ row }: { row: CheckRow }) {
  const { what, where, ours, theirs, unit, difference, rule, verdict, reason, by } = row;
  return (
    <tr data-verdict={verdict}>
      <th scope="row" title={`${inputsOf(row)}. By ${by}.`}>
        {what}
        {reason !== null && <span className={styles['reason']}>{reason}</span>}
      </th>
      <td>{where}</td>
      <td>
        {number(ours)}
        <ProvenanceMark provenance="modelled" source={by} />
      </td>
      <td>
        {number(theirs)}
        <ProvenanceMark provenance="published" source={where} />
      </td>
      <td>{unit}</td>
      <td>{difference === null ? UNKNOWN : difference === 0 ? '0' : formatSignedPercent(difference)}</td>
      <td>{rule}</td>
      <td>{verdict}</td>
    </tr>
  );
}

/** The figures of one source beside ours. */
export function PapersTable({ rows }: { rows: readonly CheckRow[] }) {
  const [first] = rows;
  if (!first) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable from the keyboard
    <section className={styles['scroll']} aria-label={first.name} tabIndex={0}>
      <table className={styles['table']}>
        <caption>
          {first.source} ({first.year})
        </caption>
        <thead>
          <tr>
            {['what', 'where', 'ours', 'theirs', 'unit', 'difference', 'held to', 'verdict'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
