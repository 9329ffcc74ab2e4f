import type { Provenance } from '#core/quantity.ts';
import type { Machine } from '#model/machine/machine.ts';
import { machinePresets } from '#model/machine/presets/index.ts';
import { selectRunMachine } from '#state/selectors.ts';
import { ProvenanceChip } from '../controls/provenance.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { useActions, useDocument } from '../playground.ts';
import styles from './machine.module.css';
import { useMachineContext } from './machine-context.ts';

const OWN = '';
const THIS_GPU = 'this-gpu';

/** The provenance that most of a machine's bandwidths and peaks have: what its roofs are made of. */
export function mainProvenance(machine: Machine): Provenance | null {
  const figures = [
    ...machine.tiers.map((tier) => tier.readBandwidth),
    ...machine.units.flatMap((unit) => Object.values(unit.peaks)),
  ];
  const counts = new Map<Provenance, number>();
  for (const figure of figures) if (figure) counts.set(figure.provenance, (counts.get(figure.provenance) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** Which machine: a ready-made one, one's own, or the GPU that the selected run measured. */
export function MachineSetup() {
  const actions = useActions();
  const { machine } = useMachineContext();
  const measured = useDocument(selectRunMachine);
  // Not the draft's: while a roof is dragged, the choice stays what it was.
  const source = useDocument((state) => state.document.machine);
  const value = 'preset' in source ? source.preset : 'run' in source ? THIS_GPU : OWN;
  const provenance = mainProvenance(machine);
  const options = [
    ...(value === OWN ? [{ value: OWN, label: `${machine.name} (edited)` }] : []),
    ...(measured || value === THIS_GPU ? [{ value: THIS_GPU, label: measured?.name ?? 'This GPU' }] : []),
    ...machinePresets.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <div className={styles['setup']}>
      <SelectField
        className={styles['choice']}
        label="Machine"
        hideLabel
        value={value}
        options={options}
        onChange={(id) => {
          if (id === THIS_GPU) actions.setMachineThisGpu();
          else if (id !== OWN) actions.setMachinePreset(id);
        }}
      />
      {provenance && <ProvenanceChip provenance={provenance} />}
    </div>
  );
}
