import type { Stack } from '#model/workload/layer.ts';
import { parseStack, stackToJson } from '#model/workload/stack-schema.ts';
import { JsonFiles } from '../controls/json-files.tsx';
import { useActions } from '../playground.ts';
import styles from './stack.module.css';

/** A stack from a file and to a file. */
export function StackFiles({ stack }: { stack: Stack }) {
  const actions = useActions();
  return (
    <JsonFiles
      className={styles['foot']}
      noun="stack"
      fileName={`${stack.id}.stack.json`}
      toJson={() => stackToJson(stack)}
      load={(json) => {
        const parsed = parseStack(json);
        if (!parsed.ok) {
          const { field, message } = parsed.error;
          return { fault: field && !message.includes(field) ? `${field}: ${message}` : message };
        }
        actions.setStack(parsed.value);
        return parsed.value;
      }}
    />
  );
}
