import type { FieldSpec, FieldValue } from '#model/workload/layer.ts';
import styles from '../controls/controls.module.css';
import { DraftField } from '../controls/draft-field.tsx';
import { IntegerField } from '../controls/integer-field.tsx';
import { parseIntegers } from '../controls/parse-integer.ts';
import { SelectField } from '../controls/select-field.tsx';

interface FieldControlProps {
  readonly spec: FieldSpec;
  /** Absent: the field has its default. */
  readonly value: FieldValue | undefined;
  /** Layers that a field of type `layer` may name. */
  readonly layers: readonly string[];
  readonly onChange: (value: FieldValue) => void;
}

/** One field of a layer, drawn from its spec. */
export function FieldControl({ spec, value, layers, onChange }: FieldControlProps) {
  const common = { label: spec.label, help: spec.help };
  switch (spec.type) {
    case 'integer':
      return (
        <IntegerField
          {...common}
          value={typeof value === 'number' ? value : spec.default}
          min={spec.min}
          max={spec.max}
          unit={spec.unit}
          onCommit={onChange}
        />
      );
    case 'integers': {
      const list = Array.isArray(value) ? (value as readonly number[]) : spec.default;
      return (
        <DraftField
          {...common}
          text={list.join(', ')}
          parse={(text) => parseIntegers(text, spec)}
          onCommit={(next: readonly number[]) => onChange(next)}
        />
      );
    }
    case 'boolean':
      return (
        <label className={styles['check']} title={spec.help}>
          <input
            type="checkbox"
            checked={typeof value === 'boolean' ? value : spec.default}
            onChange={(event) => onChange(event.target.checked)}
          />
          {spec.label}
        </label>
      );
    case 'choice':
      return (
        <SelectField
          {...common}
          value={typeof value === 'string' ? value : spec.default}
          options={spec.options.map((option) => ({ value: option, label: option }))}
          onChange={onChange}
        />
      );
    case 'layer':
      return (
        <SelectField
          {...common}
          value={typeof value === 'string' ? value : spec.default}
          options={[{ value: '', label: 'none' }, ...layers.map((name) => ({ value: name, label: name }))]}
          onChange={onChange}
        />
      );
  }
}
