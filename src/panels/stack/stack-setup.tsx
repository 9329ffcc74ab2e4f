import type { Stack } from '#model/workload/layer.ts';
import { NUMBER_FORMATS, type NumberFormat } from '#model/workload/number-format.ts';
import { stackPreset, stackPresets } from '#model/workload/presets/index.ts';
import { selectDocument } from '#state/selectors.ts';
import controls from '../controls/controls.module.css';
import { DraftField } from '../controls/draft-field.tsx';
import { IntegerField } from '../controls/integer-field.tsx';
import { parseIntegers } from '../controls/parse-integer.ts';
import { SelectField } from '../controls/select-field.tsx';
import { useActions, useDocument } from '../playground.ts';
import styles from './stack.module.css';

const MAX_BATCH = 65_536;
const OWN = '';
const EMPTY = 'empty';
const EMPTY_STACK: Stack = { id: 'custom', name: 'My stack', input: { shape: [3, 224, 224] }, layers: [] };
const SHAPE = { min: 1, max: 1_048_576, minLength: 1, maxLength: 4 };

const isFormat = (text: string): text is NumberFormat => NUMBER_FORMATS.some((format) => format === text);

/** Which stack, how large, in which batch and number format. */
export function StackSetup() {
  const actions = useActions();
  const source = useDocument((state) => selectDocument(state).stack);
  const settings = useDocument((state) => selectDocument(state).settings);
  const preset = 'preset' in source ? stackPreset(source.preset) : undefined;
  const custom = 'custom' in source ? source.custom : null;
  const resize = (change: { sequence?: number; context?: number }) => {
    if (!('preset' in source)) return;
    const { preset: id, ...sizes } = source;
    actions.setStackPreset(id, { ...sizes, ...change });
  };
  const choose = (id: string) => {
    if (id === EMPTY) actions.setStack(EMPTY_STACK);
    else if (id !== OWN) actions.setStackPreset(id);
  };
  const own = custom ? [{ value: OWN, label: `${custom.name} (edited)` }] : [];
  return (
    <div className={styles['setup']}>
      <SelectField
        className={styles['preset']}
        label="Stack"
        hideLabel
        value={preset?.id ?? OWN}
        options={[
          ...own,
          ...stackPresets.map(({ id, name }) => ({ value: id, label: name })),
          { value: EMPTY, label: 'Start empty' },
        ]}
        onChange={choose}
      />
      <IntegerField
        label="Batch"
        layout="inline"
        short
        value={settings.batch}
        min={1}
        max={MAX_BATCH}
        onCommit={(batch) => actions.setSettings({ batch })}
      />
      <SelectField
        label="Number format"
        hideLabel
        value={settings.format}
        options={NUMBER_FORMATS.map((format) => ({ value: format, label: format }))}
        onChange={(format) => isFormat(format) && actions.setSettings({ format })}
      />
      {preset &&
        (['sequence', 'context'] as const).map((key) => {
          const option = preset.options[key];
          return (
            option &&
            'preset' in source && (
              <IntegerField
                key={key}
                label={key === 'sequence' ? 'Sequence' : 'Context'}
                layout="inline"
                short
                unit="tokens"
                value={source[key] ?? option.default}
                min={option.min}
                max={option.max}
                onCommit={(value) => resize({ [key]: value })}
              />
            )
          );
        })}
      {custom && <InputShape stack={custom} />}
    </div>
  );
}

/** Where a ready-made stack comes from and what it leaves out. */
export function PresetNote() {
  const stack = useDocument((state) => selectDocument(state).stack);
  const preset = 'preset' in stack ? stackPreset(stack.preset) : undefined;
  return preset ? <p className={styles['describe']}>{preset.describe}</p> : null;
}

/** What goes in: the shape of one sample, without the batch. */
function InputShape({ stack }: { stack: Stack }) {
  const actions = useActions();
  const { shape, indices = false } = stack.input;
  const set = (input: Stack['input']) => actions.editStack((now) => ({ ...now, input }));
  return (
    <>
      <DraftField
        label="Input of one sample"
        text={shape.join(' × ')}
        parse={(text) => parseIntegers(text, SHAPE)}
        onCommit={(next: readonly number[]) => set({ ...stack.input, shape: next })}
      />
      <label className={controls['check']}>
        <input
          type="checkbox"
          checked={indices}
          onChange={(event) => set({ shape, ...(event.target.checked && { indices: true }) })}
        />
        token ids
      </label>
    </>
  );
}
