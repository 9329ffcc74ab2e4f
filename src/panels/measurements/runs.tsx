import { useState } from 'react';
import { adapterName, runFileName, runToCsv, runToJson } from '#measure/record/export.ts';
import type { Run } from '#measure/record/record.ts';
import { parseRun } from '#measure/record/run-schema.ts';
import { selectRunEntry } from '#state/selectors.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { download, readJson } from '../controls/files.ts';
import { Notice } from '../controls/notice.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { useActions, useDocument, useServices } from '../playground.ts';
import styles from './measurements.module.css';
import { runLabel } from './run-words.ts';

const NONE = '';

/** Runs of this visit, of the link, of files and those that the page ships; export and import. */
export function Runs() {
  const actions = useActions();
  const services = useServices();
  const runs = useDocument((state) => state.runs);
  const entry = useDocument(selectRunEntry);
  const [fault, setFault] = useState<string | null>(null);
  const recorded = services.recordedRuns.filter(({ id }) => !runs.some(({ run }) => run.id === id));

  const add = (name: string, json: unknown, origin: 'imported' | 'recorded') => {
    const parsed = parseRun(json);
    if (!parsed.ok) return setFault(`${name}: ${parsed.error.field}: ${parsed.error.message}.`);
    setFault(null);
    actions.addRun(parsed.value, origin);
    announce(`Run of ${adapterName(parsed.value)} shown.`);
  };
  const onFile = async (file: File) => {
    const json = await readJson(file);
    if (json.ok) add(file.name, json.value, 'imported');
    else setFault(json.error);
  };
  const choose = async (value: string) => {
    const shipped = recorded.find(({ id }) => id === value);
    if (!shipped) return actions.selectRun(value === NONE ? null : value);
    const json = await services.loadRecorded(shipped);
    if (json.ok) add(shipped.file, json.value, 'recorded');
    else setFault(json.error);
  };
  return (
    <>
      {(runs.length > 0 || recorded.length > 0) && (
        <SelectField
          label="Run in view"
          value={entry?.run.id ?? NONE}
          options={[
            { value: NONE, label: 'none' },
            ...runs.map((one) => ({ value: one.run.id, label: runLabel(one) })),
            ...recorded.map(({ id, label }) => ({ value: id, label: `RECORDED: ${label}` })),
          ]}
          onChange={(value) => void choose(value)}
        />
      )}
      <div className={styles['buttons']}>
        <FileButton label="Import run" accept=".json,application/json" onFile={(file) => void onFile(file)} />
        {entry && <Exports run={entry.run} />}
      </div>
      {fault && (
        <Notice tone="fault" onDismiss={() => setFault(null)}>
          {fault}
        </Notice>
      )}
    </>
  );
}

const Exports = ({ run }: { run: Run }) => (
  <>
    <Button
      look="quiet"
      aria-label="Export run as JSON"
      onClick={() => download(runFileName(run, 'json'), 'application/json', runToJson(run))}
    >
      JSON
    </Button>
    <Button
      look="quiet"
      aria-label="Export raw samples as CSV"
      onClick={() => download(runFileName(run, 'csv'), 'text/csv', runToCsv(run))}
    >
      CSV
    </Button>
  </>
);
