import { useState } from 'react';
import type { Stack } from '#model/workload/layer.ts';
import { parseStack, stackToJson } from '#model/workload/stack-schema.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { download, readJson } from '../controls/files.ts';
import { Notice } from '../controls/notice.tsx';
import { useActions } from '../playground.ts';
import styles from './stack.module.css';

/** A stack from a file and to a file. A file that does not fit changes nothing and says which field. */
export function StackFiles({ stack }: { stack: Stack }) {
  const actions = useActions();
  const [fault, setFault] = useState<string | null>(null);
  const onFile = async (file: File) => {
    const json = await readJson(file);
    if (!json.ok) return setFault(json.error);
    const parsed = parseStack(json.value);
    if (!parsed.ok) {
      const { field, message } = parsed.error;
      const where = field && !message.includes(field) ? `${field}: ` : '';
      return setFault(`${file.name}: ${where}${message}. The stack in view is as it was.`);
    }
    setFault(null);
    actions.setStack(parsed.value);
    announce(`${parsed.value.name} imported.`);
  };
  return (
    <>
      <span className={styles['foot']}>
        <FileButton label="Import" accept=".json,application/json" onFile={(file) => void onFile(file)} />
        <Button
          look="quiet"
          onClick={() =>
            download(`${stack.id}.stack.json`, 'application/json', `${JSON.stringify(stackToJson(stack), null, 1)}\n`)
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
