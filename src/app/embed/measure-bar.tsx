import { adapterName } from '#measure/record/export.ts';
import type { Run } from '#measure/record/record.ts';
import { Button } from '#panels/controls/button.tsx';
import { ProvenanceChip } from '#panels/controls/provenance.tsx';
import { Faults } from '#panels/measurements/faults.tsx';
import { ProgressBar } from '#panels/measurements/progress.tsx';
import { selectRunEntry } from '#state/selectors.ts';
import type { DocumentStore } from '#state/store.ts';
import type { Measuring } from '../measuring.ts';
import { webGpuSupport } from '../support.ts';
import styles from './embed.module.css';
import { useSelected } from './use-selected.ts';

/** Measure and Stop, how far it is, and what the points on the chart come from. */
export function MeasureBar({
  store,
  measuring,
}: {
  store: DocumentStore;
  measuring: Pick<Measuring, 'quick' | 'stop'>;
}) {
  const phase = useSelected(store, (state) => state.phase);
  const progress = useSelected(store, (state) => state.progress);
  const faults = useSelected(store, (state) => state.faults);
  const entry = useSelected(store, selectRunEntry);
  const support = webGpuSupport();
  const busy = phase === 'measuring';
  return (
    <section className={styles['measure']} aria-label="Measurements">
      <div className={styles['row']}>
        {support === null && (
          <Button look="primary" onClick={busy ? measuring.stop : () => measuring.quick('webgpu')}>
            {busy ? 'Stop' : 'Measure this GPU'}
          </Button>
        )}
        {!busy && entry && <RunWords run={entry.run} live={entry.origin === 'live'} />}
        {!busy && !entry && support === null && (
          <p>Runs small checked kernels on this device and draws them beside the model.</p>
        )}
      </div>
      {busy && progress && <ProgressBar progress={progress} />}
      <Faults faults={faults.length === 0 && support ? [support] : faults} />
    </section>
  );
}

function RunWords({ run, live }: { run: Run; live: boolean }) {
  return (
    <p>
      <ProvenanceChip
        provenance={live ? 'measured' : 'recorded'}
        text={live ? 'LIVE' : `RECORDED ${run.startedAt.slice(0, 10)}`}
      />{' '}
      {adapterName(run)}
      {run.adapter.fallback && ' (a software adapter: right, but says nothing about a GPU’s speed)'}.
    </p>
  );
}
