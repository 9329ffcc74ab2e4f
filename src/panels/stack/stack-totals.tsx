import type { ReactNode } from 'react';
import { formatBytes, formatCount, formatJoules, formatSeconds, UNKNOWN } from '#core/format.ts';
import type { Analysis } from '#model/analysis/analysis.ts';
import { selectRooflineView } from '#state/selectors.ts';
import { ProvenanceMark } from '../controls/provenance.tsx';
import { useDocument } from '../playground.ts';
import styles from './stack.module.css';

/** What the whole stack takes on the machine in view. */
export function StackTotals({ analysis }: { analysis: Analysis }) {
  const byteUnits = useDocument((state) => selectRooflineView(state).byteUnits);
  const { totals, settings } = analysis;
  const batch = settings.batch > 1 ? `batch of ${settings.batch.toLocaleString('en')}` : 'one sample';
  return (
    <dl className={styles['totals']} aria-label="Totals of the stack">
      <Total name="Parameters">{totals.parameters.toLocaleString('en')}</Total>
      <Total name={`MAC, ${batch}`}>{formatCount(totals.macs)}</Total>
      <Total name="Time">
        <span title="Perfect overlap (the slowest part) to no overlap (the parts add up)">
          {formatSeconds(totals.timeLower)} to {formatSeconds(totals.timeUpper)}
        </span>
        <Modelled />
      </Total>
      <Total name="Peak memory">
        {formatBytes(totals.peakMemory, byteUnits)}
        <Modelled />
      </Total>
      <Total name="Energy">
        {totals.energy === null ? UNKNOWN : formatJoules(totals.energy)}
        {totals.energy !== null && <Modelled />}
      </Total>
    </dl>
  );
}

const Total = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Modelled = () => <ProvenanceMark provenance="modelled" source="analytical model; the help says its limits" />;
