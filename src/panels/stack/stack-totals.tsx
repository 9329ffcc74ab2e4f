import { formatBytes, formatCount, formatJoules, formatSeconds, UNKNOWN } from '#core/format.ts';
import type { Analysis } from '#model/analysis/analysis.ts';
import { selectRooflineView } from '#state/selectors.ts';
import { ProvenanceMark } from '../controls/provenance.tsx';
import { useDocument } from '../playground.ts';
import styles from './stack.module.css';

const MODEL = 'analytical model; see help for its limits';

/** What the whole stack takes on the machine in view. */
export function StackTotals({ analysis, batch }: { analysis: Analysis; batch: number }) {
  const { byteUnits } = useDocument(selectRooflineView);
  const { totals } = analysis;
  const rows: readonly (readonly [string, string])[] = [
    ['Parameters', totals.parameters.toLocaleString('en')],
    [batch > 1 ? `MAC, batch of ${batch.toLocaleString('en')}` : 'MAC', formatCount(totals.macs)],
    ['Time, perfect overlap', formatSeconds(totals.timeLower)],
    ['Time, no overlap', formatSeconds(totals.timeUpper)],
    ['Peak memory', formatBytes(totals.peakMemory, byteUnits)],
    ['Energy', totals.energy === null ? UNKNOWN : formatJoules(totals.energy)],
  ];
  return (
    <dl className={styles['totals']} aria-label="Totals of the stack">
      {rows.map(([name, text], index) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            {text}
            {index > 1 && text !== UNKNOWN && <ProvenanceMark provenance="modelled" source={MODEL} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
