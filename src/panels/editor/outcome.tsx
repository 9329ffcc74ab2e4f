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
  /** The version and problem that it is of. */
  readonly of: string;
  readonly edited: Measurement | null;
  readonly original: Measurement | null;
  readonly faults: readonly Fault[];
}

export function OutcomeView({ outcome, stale }: { outcome: Outcome; stale: boolean }) {
  const { edited, original, faults } = outcome;
  const measured = edited ?? original;
  const mismatches = faults.find(({ kind }) => kind === 'wrong-result')?.mismatches ?? [];
  return (
    <section
      className={styles['block']}
      aria-label="Result"
      data-outcome={measured ? 'right' : (faults[0]?.kind ?? 'none')}
    >
      <h3>Result</h3>
      {stale && <p className={styles['soft']}>Of the version before your last change: run it again.</p>}
      <Faults faults={faults} />
      {mismatches.length > 0 && <Mismatches list={mismatches} />}
      {mismatches.some(({ got }) => got === null) && (
        <p className={styles['soft']}>
          Outputs that nobody writes are often those of workgroups that never ran: their number is set under “Workgroups
          dispatched”.
        </p>
      )}
      {!measured && faults.length === 0 && (
        <p>
          There was no memory for these sizes, so smaller ones were measured: they are in the table of the Roofline
          view. Choose smaller sizes to compare.
        </p>
      )}
      {measured && <Right outcome={outcome} verified={measured} />}
    </section>
  );
}

function Right({ outcome: { edited, original }, verified }: { outcome: Outcome; verified: Measurement }) {
  const actions = useActions();
  return (
    <>
      <p>
        <b className={styles['right']}>Right.</b> {verifiedHow(verified)}
      </p>
      <dl className={styles['times']}>
        {edited && <Time name="edited" of={edited} />}
        {original && <Time name="original" of={original} />}
      </dl>
      {edited && original && <p>{editedSentence(edited, original)}</p>}
      <Button onClick={() => actions.showPage(ROOFLINE_PAGE)}>
        {edited && original ? 'Show both on the roofline' : 'Show it on the roofline'}
      </Button>
    </>
  );
}

const Time = ({ name, of: { median, interval } }: { name: string; of: Measurement }) => (
  <>
    <dt>{name}</dt>
    <dd>
      {formatSeconds(median)} a dispatch, {formatSeconds(interval[0])} to {formatSeconds(interval[1])}
    </dd>
  </>
);

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
          <td>{got === null ? 'nothing' : valueText(got)}</td>
          <td>{valueText(expected)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
