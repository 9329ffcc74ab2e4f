import { useState } from 'react';
import { machineToJson, parseMachine } from '#model/machine/machine-schema.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { download, readJson } from '../controls/files.ts';
import { Notice } from '../controls/notice.tsx';
import { useActions } from '../playground.ts';
import styles from './machine.module.css';
import { useMachineContext } from './machine-context.ts';

/** A machine from a file and to a file. A file that does not fit changes nothing and says which field. */
export function MachineFiles() {
  const actions = useActions();
  const { machine } = useMachineContext();
  const [fault, setFault] = useState<string | null>(null);
  const onFile = async (file: File) => {
    const json = await readJson(file);
    if (!json.ok) return setFault(json.error);
    const parsed = parseMachine(json.value);
    if (!parsed.ok)
      return setFault(
        `${file.name}: ${parsed.error.field}: ${parsed.error.message}. The machine in view is as it was.`,
      );
    setFault(null);
    actions.setMachine(parsed.value);
    announce(`${parsed.value.name} imported.`);
  };
  return (
    <>
      <span className={styles['foot']}>
        <FileButton label="Import" accept=".json,application/json" onFile={(file) => void onFile(file)} />
        <Button
          look="quiet"
          onClick={() =>
            download(
              `${machine.id}.machine.json`,
              'application/json',
              `${JSON.stringify(machineToJson(machine), null, 1)}\n`,
            )
          }
        >
          Export
        </Button>
      </span>
      {fault && (
        <Notice tone="fault" onDismiss={() => setFault(null)}>
          {fault}
        </Notice>
      )}
    </>
  );
}
