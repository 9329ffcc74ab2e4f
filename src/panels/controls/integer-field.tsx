import { DraftField } from './draft-field.tsx';
import { parseInteger } from './parse-integer.ts';

interface IntegerFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onCommit: (value: number) => void;
  readonly unit?: string | undefined;
  readonly help?: string | undefined;
  readonly layout?: 'stacked' | 'inline';
  readonly short?: boolean;
  readonly hideLabel?: boolean;
}

/** A whole number within bounds; arrow keys step it. */
export function IntegerField({ value, min, max, ...rest }: IntegerFieldProps) {
  return (
    <DraftField
      text={String(value)}
      parse={(text) => parseInteger(text, min, max)}
      step={(current, by) => Math.min(max, Math.max(min, current + by))}
      {...rest}
    />
  );
}
