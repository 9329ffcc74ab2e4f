import { selectResolved, selectStack } from '#state/selectors.ts';
import { selectStackRunView } from '#state/stack-selectors.ts';
import { stackRunView } from '#state/views/stack-run.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Notice } from '../controls/notice.tsx';
import { Segmented } from '../controls/segmented.tsx';
import lab from '../lab/lab.module.css';
import { aboutSeconds } from '../lab/lab-words.ts';
import { ProgressBar } from '../measurements/progress.tsx';
import { type StackForecast, useActions, useDocument, useServices } from '../playground.ts';
import { LayerReasons } from './layer-reasons.tsx';
import { useForecast } from './use-forecast.ts';

/** What is run, how, and the one button. */
export function Start() {
  const actions = useActions();
  const services = useServices();
  const stack = useDocument(selectStack);
  const resolved = useDocument(selectResolved);
  const { fused } = useDocument(selectStackRunView);
  const measuring = useDocument((state) => state.phase === 'measuring');
  const progress = useDocument((state) => state.progress);
  const forecast = useForecast(fused);
  const refused = forecast?.ok === false ? forecast.error : null;
  const ready = services.support === null && resolved.ok && refused === null;
  const press = () => {
    if (measuring) services.stop();
    else if (ready) services.runStack({ fused });
  };
  return (
    <section className={lab['start']} aria-label="Run this stack">
      <h2>{stack.ok ? stack.value.name : 'The stack'} on this GPU</h2>
      <div className={lab['choices']}>
        <Segmented
          label="Kernels"
          value={fused ? 'fused' : 'unfused'}
          options={[
            { value: 'fused', label: 'Fused' },
            { value: 'unfused', label: 'Unfused' },
          ]}
          onChange={(value) => actions.setView(stackRunView, { fused: value === 'fused' })}
        />
      </div>
      <p className={lab['soft']}>
        {fused
          ? 'A normalisation and an activation are done by the kernel before them, where that can be.'
          : 'Every layer is a kernel of its own, and its result goes through memory.'}
      </p>
      {services.support && (
        <p className={lab['soft']}>No GPU here. {services.support.message} Recorded runs are under “Run in view”.</p>
      )}
      {!resolved.ok && <Notice tone="fault">The stack has a fault, so it cannot run. {resolved.error.message}</Notice>}
      {refused !== null && <Notice tone="fault">{refused}</Notice>}
      {/* One button in both states: the focus stays where it was pressed. */}
      <Button look="primary" className={lab['discover']} aria-disabled={!measuring && !ready} onClick={press}>
        {measuring ? 'Stop' : 'Run this stack'}
      </Button>
      {measuring && progress ? (
        <ProgressBar progress={progress} />
      ) : (
        ready && <Expected forecast={forecast?.ok ? forecast.value : undefined} />
      )}
    </section>
  );
}

function Expected({ forecast }: { forecast: StackForecast | undefined }) {
  if (!forecast) return <p className={lab['soft']}>Working out what it takes…</p>;
  const { seconds, steps, skipped } = forecast;
  return (
    <>
      <p className={lab['soft']}>
        Runs {steps.toLocaleString('en')} kernel{steps === 1 ? '' : 's'} on random weights, checks each result, and
        times each different one: {aboutSeconds(seconds)}.
      </p>
      {skipped.length > 0 && (
        <details className={controls['disclosure']}>
          <summary>
            {skipped.length} layer{skipped.length === 1 ? '' : 's'} will be left out
          </summary>
          <LayerReasons skipped={skipped} />
        </details>
      )}
    </>
  );
}
