import { machineToJson, parseMachine } from '#model/machine/machine-schema.ts';
import { JsonFiles } from '../controls/json-files.tsx';
import { useActions } from '../playground.ts';
import styles from './machine.module.css';
import { useMachineContext } from './machine-context.ts';

/** A machine from a file and to a file. */
export function MachineFiles() {
  const actions = useActions();
  const { machine } = useMachineContext();
  return (
    <JsonFiles
      className={styles['foot']}
      noun="machine"
      fileName={`${machine.id}.machine.json`}
      toJson={() => machineToJson(machine)}
      load={(json) => {
        const parsed = parseMachine(json);
        if (!parsed.ok) return { fault: `${parsed.error.field}: ${parsed.error.message}` };
        actions.setMachine(parsed.value);
        return parsed.value;
      }}
    />
  );
}
