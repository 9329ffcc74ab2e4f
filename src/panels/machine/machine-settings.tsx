import { ASSUMED_SECTOR, ASSUMED_SUBGROUP_WIDTH } from '#model/machine/machine.ts';
import { selectDocument } from '#state/selectors.ts';
import controls from '../controls/controls.module.css';
import { SelectField } from '../controls/select-field.tsx';
import { useActions, useDocument } from '../playground.ts';
import { FigureField } from './figure-field.tsx';
import styles from './machine.module.css';
import { useMachineContext } from './machine-context.ts';
import { FIGURES } from './parse-figure.ts';

/** How the model runs the stack on the machine, and how wide its accesses are. */
export function MachineSettings() {
  const actions = useActions();
  const settings = useDocument((state) => selectDocument(state).settings);
  const { machine, units, edit, chosenUnit } = useMachineContext();
  return (
    <>
      <div className={styles['settings']}>
        {machine.units.length > 1 && (
          <SelectField
            className={styles['wide']}
            label="Compute unit"
            value={chosenUnit}
            options={machine.units.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => actions.setUnit(id)}
          />
        )}
        <SelectField
          label="Overlap"
          value={settings.overlap}
          options={[
            { value: 'double-buffered', label: 'double-buffered' },
            { value: 'none', label: 'none' },
          ]}
          onChange={(overlap) => actions.setSettings({ overlap: overlap === 'none' ? 'none' : 'double-buffered' })}
        />
        <SelectField
          label="Residency"
          value={settings.residency}
          options={[
            { value: 'cold', label: 'cold' },
            { value: 'warm', label: 'warm' },
          ]}
          onChange={(residency) => actions.setSettings({ residency: residency === 'warm' ? 'warm' : 'cold' })}
        />
      </div>
      <p className={styles['describe']}>
        {settings.overlap === 'none'
          ? 'Transfers and arithmetic take turns: the parts add up. '
          : 'Half of each tier fills while the other is used: the slowest part is the time. '}
        {settings.residency === 'warm'
          ? 'Activations stay in the nearest tier that holds them.'
          : 'Every layer fetches from the stores and returns there.'}
      </p>
      <details className={controls['disclosure']}>
        <summary>Access widths</summary>
        <div className={styles['settings']}>
          <FigureField
            label="Subgroup width"
            kind={FIGURES.count}
            figure={machine.subgroupWidth}
            units={units}
            assumed={String(ASSUMED_SUBGROUP_WIDTH)}
            onCommit={(subgroupWidth) => edit((now) => ({ ...now, subgroupWidth }))}
          />
          <FigureField
            label="Transaction sector"
            kind={FIGURES.capacity}
            figure={machine.sector}
            units={units}
            assumed={`${ASSUMED_SECTOR} B`}
            onCommit={(sector) => edit((now) => ({ ...now, sector }))}
          />
        </div>
      </details>
    </>
  );
}
