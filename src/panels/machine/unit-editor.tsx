import { removeUnit, updateUnit } from '#model/machine/edit.ts';
import type { ComputeUnit } from '#model/machine/machine.ts';
import { NUMBER_FORMATS } from '#model/workload/number-format.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { DraftField } from '../controls/draft-field.tsx';
import { IntegerField } from '../controls/integer-field.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { FigureField } from './figure-field.tsx';
import styles from './machine.module.css';
import { useMachineContext } from './machine-context.ts';
import { FIGURES } from './parse-figure.ts';
import { parseName } from './tier-editor.tsx';

const MAX_INSTANCES = 1_000_000;

/** Every figure of a compute unit: a peak and an energy for each number format. */
export function UnitEditor({ unit }: { unit: ComputeUnit }) {
  const { machine, units, edit, open } = useMachineContext();
  const update = (change: Partial<ComputeUnit>) => edit((now) => updateUnit(now, unit.id, change));
  return (
    <div className={styles['editor']}>
      <DraftField
        label="Name"
        text={unit.name}
        numeric={false}
        parse={parseName}
        onCommit={(name) => update({ name })}
      />
      <IntegerField
        label="Instances"
        value={unit.instances}
        min={1}
        max={MAX_INSTANCES}
        onCommit={(instances) => update({ instances })}
      />
      <SelectField
        label="Attached to"
        value={unit.tier}
        options={machine.tiers.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(tier) => update({ tier })}
      />
      <FigureField
        label="Registers of one"
        kind={FIGURES.capacity}
        figure={unit.operandStore}
        units={units}
        assumed="every operation fetches its operands"
        onCommit={(operandStore) => update({ operandStore })}
      />
      <FigureField
        label="Bandwidth to its tier"
        kind={FIGURES.bandwidth}
        figure={unit.bandwidth}
        units={units}
        assumed="the tier’s own"
        onCommit={(bandwidth) => update({ bandwidth })}
      />
      <FigureField
        label="Energy to its tier"
        kind={FIGURES.energyPerBit}
        figure={unit.tierEnergy}
        units={units}
        {...(!unit.bandwidth && { assumed: 'the tier’s own' })}
        onCommit={(tierEnergy) => update({ tierEnergy })}
      />
      <FigureField
        label="Launch overhead"
        kind={FIGURES.time}
        figure={unit.launchOverhead}
        units={units}
        onCommit={(launchOverhead) => update({ launchOverhead })}
      />
      <p className={styles['group']}>Dense peak of all, by number format</p>
      {NUMBER_FORMATS.map((format) => (
        <FigureField
          key={format}
          label={format}
          kind={FIGURES.performance}
          figure={unit.peaks[format]}
          units={units}
          onCommit={(peak) => update({ peaks: { ...unit.peaks, [format]: peak } })}
        />
      ))}
      <p className={styles['group']}>Energy an operation</p>
      {NUMBER_FORMATS.map((format) => (
        <FigureField
          key={format}
          label={`${format} energy`}
          kind={FIGURES.energyPerFlop}
          figure={unit.energy[format]}
          units={units}
          onCommit={(energy) => update({ energy: { ...unit.energy, [format]: energy } })}
        />
      ))}
      <div className={styles['actions']}>
        <Button
          look="quiet"
          disabled={machine.units.length === 1}
          aria-label={`Remove ${unit.name}`}
          onClick={() => {
            edit((now) => removeUnit(now, unit.id));
            announce(`${unit.name} removed. Undo brings it back.`);
            open(null);
          }}
        >
          Remove
        </Button>
      </div>
    </div>
  );
}
