import { err, ok } from '#core/result.ts';
import { moveTier, removeTier, updateTier } from '#model/machine/edit.ts';
import { TECHNOLOGIES, type Technology, type Tier } from '#model/machine/machine.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import { DraftField } from '../controls/draft-field.tsx';
import { IntegerField } from '../controls/integer-field.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { FigureField } from './figure-field.tsx';
import styles from './machine.module.css';
import { useMachineContext } from './machine-context.ts';
import { FIGURES } from './parse-figure.ts';

const isTechnology = (text: string): text is Technology => TECHNOLOGIES.some((technology) => technology === text);
const MAX_INSTANCES = 1_000_000;

export const parseName = (text: string) => {
  const name = text.trim();
  return name === '' || name.length > 80 ? err('Write a name of 1 to 80 characters.') : ok(name);
};

/** Every figure of a tier, each with where it comes from. */
export function TierEditor({ tier }: { tier: Tier }) {
  const { machine, units, edit, open } = useMachineContext();
  const index = machine.tiers.indexOf(tier);
  const update = (change: Partial<Tier>) => edit((now) => updateTier(now, tier.id, change));
  const move = (step: 1 | -1) => {
    edit((now) => moveTier(now, tier.id, index + step));
    announce(`${tier.name} moved ${step < 0 ? 'nearer to' : 'farther from'} compute.`);
  };
  return (
    <div className={styles['editor']}>
      <DraftField
        label="Name"
        text={tier.name}
        numeric={false}
        parse={parseName}
        onCommit={(name) => update({ name })}
      />
      <IntegerField
        label="Instances"
        value={tier.instances}
        min={1}
        max={MAX_INSTANCES}
        onCommit={(instances) => update({ instances })}
      />
      <FigureField
        label={tier.instances > 1 ? 'Capacity of one' : 'Capacity'}
        kind={FIGURES.capacity}
        figure={tier.capacity}
        units={units}
        onCommit={(capacity) => update({ capacity })}
      />
      <FigureField
        label="Read bandwidth of all"
        kind={FIGURES.bandwidth}
        figure={tier.readBandwidth}
        units={units}
        onCommit={(readBandwidth) => update({ readBandwidth })}
      />
      <FigureField
        label="Write bandwidth of all"
        kind={FIGURES.bandwidth}
        figure={tier.writeBandwidth}
        units={units}
        assumed="shared with reads"
        onCommit={(writeBandwidth) => update({ writeBandwidth })}
      />
      <FigureField
        label="Latency"
        kind={FIGURES.time}
        figure={tier.latency}
        units={units}
        onCommit={(latency) => update({ latency })}
      />
      <FigureField
        label="Energy a bit"
        kind={FIGURES.energyPerBit}
        figure={tier.energy}
        units={units}
        onCommit={(energy) => update({ energy })}
      />
      <SelectField
        label="Technology"
        value={tier.technology}
        options={TECHNOLOGIES.map((technology) => ({ value: technology, label: technology }))}
        onChange={(technology) => isTechnology(technology) && update({ technology })}
      />
      <SelectField
        label="Role"
        value={tier.role}
        options={[
          { value: 'cache', label: 'cache: holds copies' },
          { value: 'store', label: 'store: tensors live here' },
        ]}
        onChange={(role) => update({ role: role === 'cache' ? 'cache' : 'store' })}
      />
      <div className={styles['actions']}>
        <Button look="quiet" disabled={index === 0} onClick={() => move(-1)} aria-label={`Move ${tier.name} nearer`}>
          ↑ Nearer
        </Button>
        <Button
          look="quiet"
          disabled={index === machine.tiers.length - 1}
          onClick={() => move(1)}
          aria-label={`Move ${tier.name} farther`}
        >
          ↓ Farther
        </Button>
        <Button
          look="quiet"
          disabled={machine.tiers.length === 1}
          aria-label={`Remove ${tier.name}`}
          onClick={() => {
            edit((now) => removeTier(now, tier.id));
            announce(`${tier.name} removed. Undo brings it back.`);
            open(null);
          }}
        >
          Remove
        </Button>
      </div>
    </div>
  );
}
