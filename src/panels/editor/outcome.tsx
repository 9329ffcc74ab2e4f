import { formatSeconds } from '#core/format.ts';
import { valueText } from '#measure/kernels/mismatch.ts';
import { editedSentence } from '#measure/record/derived.ts';
import type { Fault, Mismatch } from '#measure/record/fault.ts';
import type { Measurement } from '#measure/record/record.ts';
import { ROOFLINE_PAGE } from '#state/views/page.ts';
import { Button } from '../controls/button.tsx';
import { Faults } from '../measurements/faults.tsx';
import { verifiedHow } from '../measurements/result-rows.ts';
import { useActions } from '../playground.ts';
import styles from './editor.module.css';

/** What became of a Run: both measurements, or what went wrong. */
export interface Outcome {
  readonly edited: Measurement | null;
  readonly original: Measurement | null;
  readonly faults: readonly Fault[];
}

export function OutcomeView({ outcome }: { outcome: Outcome }) {
  const { edited, faults } = outcome;
  const mismatches = faults.find(({ kind }) => kind === 'wrong-result')?.mismatches ?? [];
  return (
    <section
      className={styles['block']}
      aria-label="Result"
      data-outcome={edited ? 'right' : (faults[0]?.kind ?? 'none')}
    >
      <h3>Result</h3>
      <Faults faults={faults} />
      {mismatches.length > 0 && <Mismatches list={mismatches} />}
      {edited && <Right outcome={outcome} edited={edited} />}
    </section>
  );
}

function Right({ outcome: { original }, edited }: { outcome: Outcome; edited: Measurement }) {
  const actions = useActions();
  return (
    <>
      <p>
        <b className={styles['right']}>Right.</b> {verifiedHow(edited)}
      </p>
      <dl className={styles['times']}>
        <dt>edited</dt>
        <dd>{timeText(edited)}</dd>
        {original && (
          <>
            <dt>original</dt>
            <dd>{timeText(original)}</dd>
          </>
        )}
      </dl>
      {original && <p>{editedSentence(edited, original)}</p>}
      <Button onClick={() => actions.showPage(ROOFLINE_PAGE)}>Show both on the roofline</Button>
    </>
  );
}

const timeText = ({ median, interval: [low, high] }: Measurement): string =>
  `${formatSeconds(median)} a dispatch (95 % interval ${formatSeconds(low)} to ${formatSeconds(high)})`;

/** The first elements that are not what they should be. */
const Mismatches = ({ list }: { list: readonly Mismatch[] }) => (
  <table className={styles['mismatches']}>
    <caption>The first mismatches</caption>
    <thead>
      <tr>
        <th scope="col">row</th>
        <th scope="col">column</th>
        <th scope="col">got</th>
        <th scope="col">expected</th>
      </tr>
    </thead>
    <tbody>
      {list.map(({ row, column, got, expected }) => (
        <tr key={`${row} ${column}`}>
          <td>{row.toLocaleString('en')}</td>
          <td>{column.toLocaleString('en')}</td>
          <td>{got === null ? 'nothing written' : valueText(got)}</td>
          <td>{valueText(expected)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
