import { err, ok } from '#core/result.ts';
import { renameItem, updateLayer } from '#model/workload/edit.ts';
import type { Layer, LayerKind, Stack } from '#model/workload/layer.ts';
import { nameFault } from '#model/workload/names.ts';
import { layerKind } from '#model/workload/registry.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { DraftField } from '../controls/draft-field.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { FieldControl } from './field-control.tsx';
import { earlierNames } from './rows.ts';
import styles from './stack.module.css';

interface LayerEditorProps {
  readonly stack: Stack;
  readonly path: string;
  readonly layer: Layer;
  readonly onEdit: (change: (stack: Stack) => Stack) => void;
  /** The layer's path changed with its name. */
  readonly onRename: (path: string) => void;
}

/** The form of one layer: its name, its fields as its kind describes them, its inputs. */
export function LayerEditor({ stack, path, layer, onEdit, onRename }: LayerEditorProps) {
  const kind = layerKind(layer.kind);
  if (!kind) return null;
  const names = earlierNames(stack, path);
  return (
    <div className={styles['editor']}>
      <p className={`${styles['describe']} ${styles['wide']}`}>
        {kind.title}. {kind.describe}
      </p>
      <div className={styles['wide']}>
        <NameField stack={stack} path={path} name={layer.name} onEdit={onEdit} onRename={onRename} />
      </div>
      {kind.fields.map((spec) => (
        <FieldControl
          key={spec.key}
          spec={spec}
          value={layer.fields[spec.key]}
          layers={names.filter((name) => !name.startsWith('@'))}
          onChange={(value) => onEdit((current) => updateLayer(current, path, { fields: { [spec.key]: value } }))}
        />
      ))}
      {kind.inputs.max > 0 && (
        <Inputs
          kind={kind}
          inputs={layer.inputs}
          names={names}
          onChange={(inputs) => onEdit((current) => updateLayer(current, path, { inputs }))}
        />
      )}
    </div>
  );
}

interface NameFieldProps extends Pick<LayerEditorProps, 'stack' | 'path' | 'onEdit' | 'onRename'> {
  readonly name: string;
}

/** A name that is free in its list; every reference follows it. */
export function NameField({ stack, path, name, onEdit, onRename }: NameFieldProps) {
  const [head, tail] = path.split('/');
  const group = stack.layers.find((item) => item.name === head);
  const siblings = tail !== undefined && group && 'layers' in group ? group.layers : stack.layers;
  const parse = (text: string) => {
    const fault = nameFault(text);
    if (fault) return err(`This ${fault}.`);
    const taken = text !== name && siblings.some((item) => item.name === text);
    return taken ? err(`“${text}” is taken: choose another name.`) : ok(text);
  };
  return (
    <DraftField
      label="Name"
      text={name}
      numeric={false}
      parse={parse}
      onCommit={(next) => {
        onEdit((current) => renameItem(current, path, next));
        onRename(tail === undefined ? next : `${head}/${next}`);
      }}
    />
  );
}

const BEFORE = '';
const wordFor = (name: string) =>
  name === '@input' ? 'the stack’s input' : name === '@block' ? 'the group’s input' : name;

interface InputsProps {
  readonly kind: LayerKind;
  readonly inputs: readonly string[] | undefined;
  readonly names: readonly string[];
  readonly onChange: (inputs: readonly string[] | null) => void;
}

function Inputs({ kind, inputs, names, onChange }: InputsProps) {
  const chosen: readonly string[] = inputs ?? [BEFORE];
  // A reference that names no earlier layer (a fault) stays visible and selectable, so that it can be mended.
  const known = [...names, ...chosen.filter((name) => name !== BEFORE && !names.includes(name))];
  const options = known.map((name) => ({ value: name, label: wordFor(name) }));
  const alone = kind.inputs.max === 1;
  const set = (index: number, value: string) => {
    if (alone && value === BEFORE) return onChange(null);
    onChange(chosen.map((name, at) => (at === index ? value : name)).map((name) => name || (names[0] ?? '@input')));
  };
  return (
    <div className={`${styles['inputs']} ${styles['wide']}`}>
      {chosen.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an input is its position
        <div key={index}>
          <SelectField
            label={chosen.length > 1 ? `Input ${index + 1}` : 'Input'}
            value={name}
            options={[
              ...(alone || inputs === undefined ? [{ value: BEFORE, label: 'the layer before' }] : []),
              ...options,
            ]}
            onChange={(value) => set(index, value)}
          />
          {chosen.length > Math.max(1, kind.inputs.min) && (
            <Button
              look="icon"
              aria-label={`Remove input ${index + 1}`}
              onClick={() => onChange(chosen.filter((_, at) => at !== index))}
            >
              ×
            </Button>
          )}
        </div>
      ))}
      {chosen.length < kind.inputs.max && (
        <div>
          <Button
            look="quiet"
            className={controls['help']}
            onClick={() => onChange([...chosen.map((name) => name || (names[0] ?? '@input')), names[0] ?? '@input'])}
          >
            Add an input
          </Button>
        </div>
      )}
    </div>
  );
}
