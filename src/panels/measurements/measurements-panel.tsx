import { lazy, useState } from 'react';
import { formatSeconds } from '#core/format.ts';
import { ratiosOf } from '#measure/record/derived.ts';
import { adapterName } from '#measure/record/export.ts';
import type { Run } from '#measure/record/record.ts';
import { shortEnvironment } from '#measure/record/summary.ts';
import { selectMeasuredPoints, selectRunEntry, selectRunMachine } from '#state/selectors.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Later } from '../controls/later.tsx';
import { ProvenanceChip } from '../controls/provenance.tsx';
import { useDocument, usePlayground, useServices, useUi } from '../playground.ts';
import { Faults } from './faults.tsx';
import styles from './measurements.module.css';
import { ProgressBar } from './progress.tsx';
import { resultRows } from './result-rows.ts';
import { ResultsTable } from './results-table.tsx';
import { Runs } from './runs.tsx';

const ProblemForm = lazy(async () => ({ default: (await import('./problem-form.tsx')).ProblemForm }));

/** The one button, what it measured, and what the measurements say. */
export function MeasurementsPanel({ present }: { present: boolean }) {
  const services = useServices();
  const { ui } = usePlayground();
  const entry = useDocument(selectRunEntry);
  const points = useDocument(selectMeasuredPoints);
  const phase = useDocument((state) => state.phase);
  const progress = useDocument((state) => state.progress);
  const faults = useDocument((state) => state.faults);
  const isolated = useUi((state) => state.isolated);
  const measuring = phase === 'measuring';
  const live = entry?.origin === 'live';
  const shownFaults = faults.length === 0 && services.support ? [services.support] : faults;
  return (
    <div className={styles['panel']}>
      <div className={styles['controls']}>
        <h2 className={styles['heading']}>Measurements</h2>
        <div className={styles['buttons']}>
          {measuring ? (
            <Button look="primary" onClick={services.stop}>
              Stop
            </Button>
          ) : (
            <Button look="primary" onClick={() => services.measureQuick('webgpu')}>
              Measure this GPU
            </Button>
          )}
        </div>
        {measuring && progress && <ProgressBar progress={progress} />}
        {entry && <RunFacts run={entry.run} live={live} measuring={measuring} />}
        {!present && <Runs />}
      </div>
      <div className={styles['results']}>
        <Faults faults={shownFaults} />
        {entry && entry.run.measurements.length > 0 ? (
          <ResultsTable
            caption="Measured kernels"
            rows={resultRows(entry.run, points)}
            isolated={isolated}
            onIsolate={ui.toggleIsolated}
            onAgain={live && !measuring && !present ? services.measureAgain : undefined}
          />
        ) : (
          !measuring && <Empty supported={services.support === null} />
        )}
      </div>
      <Sentences run={entry?.run ?? null} />
      {!present && services.support === null && <AnyProblem />}
    </div>
  );
}

function Empty({ supported }: { supported: boolean }) {
  return (
    <div className={styles['empty']}>
      <h3>Nothing measured yet</h3>
      <p>
        {supported
          ? 'One press runs ten small kernels on the GPU of this device: how fast its memory and its arithmetic are, then the same matrix product written six ways. Every result is checked before it is shown.'
          : 'The model and the editors work without WebGPU, and so do recorded runs: choose one under “Run in view”.'}{' '}
        Measured points appear on the roofline beside what the model says, with the error on the join.
      </p>
    </div>
  );
}

function RunFacts({ run, live, measuring }: { run: Run; live: boolean; measuring: boolean }) {
  const count = run.measurements.length;
  const clock = run.measurements[0]?.clock;
  const timed =
    live && clock
      ? `${clock.kind === 'wall' ? 'wall clock' : 'GPU clock'}, ${formatSeconds(clock.resolution)} ticks`
      : null;
  return (
    <>
      <p className={styles['status']}>
        <ProvenanceChip
          provenance={live ? 'measured' : 'recorded'}
          text={live ? 'LIVE' : `RECORDED ${run.startedAt.slice(0, 10)}`}
        />{' '}
        {!measuring && run.seconds > 0
          ? `${count} kernels verified in ${formatSeconds(run.seconds)}`
          : `${count} kernels verified`}
        <br />
        {adapterName(run)}, {shortEnvironment(run.environment)}
        {timed && (
          <>
            <br />
            {timed}
          </>
        )}
      </p>
      {run.adapter.fallback && (
        <p className={styles['warn']}>
          A software adapter: the processor runs the kernels. The results are right and say nothing about a GPU’s speed.
        </p>
      )}
    </>
  );
}

function Sentences({ run }: { run: Run | null }) {
  const machine = useDocument(selectRunMachine);
  const ratios = run ? ratiosOf(run) : [];
  return (
    <div className={styles['side']}>
      {ratios.length > 0 && <h3>What the kernels say</h3>}
      {ratios.map((ratio) => (
        <p key={ratio.id}>{ratio.sentence}</p>
      ))}
      {run && run.measurements.length > 0 && machine === null && (
        <p>This run holds no roofs to model against: press Measure this GPU, and these points join them.</p>
      )}
      <p>
        The x of a measured point is modelled bytes: a browser cannot count what reaches DRAM. Only the time is
        measured.
      </p>
    </div>
  );
}

function AnyProblem() {
  const [open, setOpen] = useState(false);
  return (
    <div className={styles['below']}>
      <details className={controls['disclosure']} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Any problem: choose sizes and kernels</summary>
        {open && (
          <Later>
            <ProblemForm />
          </Later>
        )}
      </details>
    </div>
  );
}
