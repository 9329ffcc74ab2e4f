import { useId, useRef, useState } from 'react';
import { err } from '#core/result.ts';
import { kernelById, kernels } from '#measure/kernels/catalogue.ts';
import { editedKernel, unedited } from '#measure/kernels/edited.ts';
import { FAMILIES } from '#measure/kernels/kernel.ts';
import { problemFits, sizesFit } from '#measure/kernels/problem.ts';
import { sourceFor } from '#measure/kernels/source.ts';
import { editedHash, LONGEST_SOURCE } from '#measure/record/edited.ts';
import type { FaultKind } from '#measure/record/fault.ts';
import { settingsOf } from '#state/document.ts';
import { selectDocument, selectRunEntry } from '#state/selectors.ts';
import { type CarriedEdit, editorView } from '#state/views/editor.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { SelectField } from '../controls/select-field.tsx';
import { useActions, useDocument, useServices } from '../playground.ts';
import { Carried } from './carried.tsx';
import { changedLines, changesText } from './changed-lines.ts';
import { Constants } from './constants.tsx';
import styles from './editor.module.css';
import { OutcomeView } from './outcome.tsx';
import { RunBlock } from './run-block.tsx';
import { Sizes, Workgroups } from './sizes.tsx';
import { SourceEditor, type SourceEditorHandle } from './source-editor.tsx';
import { useCheck } from './use-check.ts';
import { useEditing } from './use-edit.ts';
import { useOutcome } from './use-outcome.ts';

const GROUPS = FAMILIES.map((family) => ({
  label: family,
  options: kernels.filter((kernel) => kernel.family === family).map(({ id }) => ({ value: id, label: id })),
})).filter(({ options }) => options.length > 0);

const NO_MESSAGES = [] as const;
const STUCK: readonly FaultKind[] = ['watchdog', 'device-lost'];

/** One's own WGSL: any kernel's source, compiled as it is typed, run, and held against the same reference as the original. */
export function EditorView() {
  const { kernel, problem, edit, changed, change, replace, take, isDrafted, isMine, choose, resize } = useEditing();
  const services = useServices();
  const actions = useActions();
  const measuring = useDocument((state) => state.phase === 'measuring');
  const entry = useDocument(selectRunEntry);
  const { carried } = settingsOf(useDocument(selectDocument), editorView);
  // What the person has already is not carried to them.
  const outside = carried.find((one) => !isMine(one));
  const [shown, setShown] = useState<CarriedEdit | null>(null);
  const [refused, setRefused] = useState(false);
  const help = useId();
  const handle = useRef<SourceEditorHandle | null>(null);

  // Sizes that the kernel does not take make no constants, no lengths, no workgroups.
  const sized = sizesFit(kernel, problem);
  const made = sized === null ? editedKernel(kernel, edit, problem) : err(sized);
  const edited = made.ok ? made.value : null;
  const limits = entry?.origin === 'live' ? entry.run.adapter.limits : {};
  const unfit = made.ok ? problemFits(made.value, problem, limits) : made.error;
  const key = `${kernel.id} ${editedHash(edit)} ${JSON.stringify(problem)}`;
  const { outcome, ask } = useOutcome(kernel.id);
  // What took the GPU with it is not compiled at once on a device that may be stuck with it.
  const stuck = outcome?.of === key && outcome.faults.some(({ kind }) => STUCK.includes(kind));
  const check = useCheck(unfit === null ? edited : null, problem, key, measuring || stuck);

  const run = () => {
    if (edited === null || unfit !== null) return;
    check.begin();
    const asked = changed ? edited : kernel;
    ask(asked, problem, key);
    services.runEdited(asked, problem);
  };
  const discard = () => {
    setShown(null);
    actions.dismissNotes();
    actions.setView(editorView, { carried: [] });
  };
  const takeOutside = () => {
    if (!outside) return;
    // What came from outside is compiled when the person asks for it, not when they next pause.
    check.end();
    const { kernel: of, ...version } = outside;
    take(of, version);
    discard();
    announce('It is in the editor. Nothing of it has run.');
  };
  const added = sized === null ? sourceFor({ ...kernel, source: '' }, problem).trim() : '';
  return (
    <div className={styles['editor']}>
      <div className={styles['head']}>
        <h2 className={controls['hidden']}>Your own WGSL</h2>
        <SelectField label="Kernel" layout="inline" value={kernel.id} options={[]} groups={GROUPS} onChange={choose} />
        <span className={styles['state']}>{changesText(changedLines(kernel.source, edit.source), changed)}</span>
        <Button look="quiet" disabled={!changed} onClick={() => replace(unedited(kernel))}>
          Reset to the original
        </Button>
        <p className={styles['soft']}>{kernel.teaches}</p>
      </div>
      {outside && (
        <div className={styles['wide']}>
          <Carried
            carried={outside}
            known={kernelById(outside.kernel) !== undefined}
            shown={shown === outside}
            replaces={isDrafted(outside.kernel)}
            onShow={() => {
              setShown(outside);
              // It says no more than what stands here now.
              actions.dismissNotes();
            }}
            onTake={takeOutside}
            onDiscard={discard}
          />
        </div>
      )}
      <section className={styles['code']} aria-label="Source">
        <SourceEditor
          key={kernel.id}
          handle={handle}
          label={`WGSL of ${kernel.id}`}
          describedBy={help}
          source={edit.source}
          messages={check.last?.messages ?? (check.live ? null : NO_MESSAGES)}
          original={kernel.source}
          onChange={(source) => {
            setRefused(false);
            change({ source });
          }}
          onRefused={() => setRefused(true)}
        />
        {refused && (
          <p className={controls['error']} role="alert">
            That would make the source longer than {LONGEST_SOURCE.toLocaleString('en')} characters, so it was not taken
            in.
          </p>
        )}
        <p id={help} className={styles['soft']}>
          Tab indents. To leave by keyboard, press Escape and then Tab.
        </p>
        {added !== '' && (
          <details className={controls['disclosure']}>
            <summary>Constants that are added behind the source</summary>
            <pre className={styles['added']}>{added}</pre>
            <p className={styles['soft']}>WGSL sets no array length by an override, so these follow from the sizes.</p>
          </details>
        )}
      </section>
      <div className={styles['side']}>
        <RunBlock
          changed={changed}
          unfit={unfit}
          check={check}
          lines={edit.source.split('\n').length}
          onRun={run}
          onGoTo={(line, column) => handle.current?.goTo(line, column)}
        />
        {outcome && !measuring && <OutcomeView outcome={outcome} stale={outcome.of !== key} />}
        <Sizes kernel={kernel} problem={problem} onResize={resize} />
        {sized === null && (
          <>
            <Constants kernel={kernel} problem={problem} edit={edit} onChange={(constants) => change({ constants })} />
            <Workgroups
              kernel={kernel}
              problem={problem}
              workgroups={edit.workgroups}
              onChange={(workgroups) => {
                const { workgroups: _, ...rest } = edit;
                replace(workgroups ? { ...rest, workgroups } : rest);
              }}
            />
          </>
        )}
      </div>
    </div>
  );
}
