import { UNKNOWN } from '#core/format.ts';
import type { Quantity, Unknowable } from '#core/quantity.ts';
import styles from './provenance-mark.module.css';

interface ProvenanceMarkProps<T extends number> {
  readonly quantity: Unknowable<T>;
  /** Text of the value, from core/format.ts. */
  readonly format: (value: T) => string;
}

const spread = <T extends number>({ interval }: Quantity<T>, format: (value: T) => string): string =>
  interval ? `; 95 % interval ${format(interval[0])} to ${format(interval[1])}` : '';

/** A number with where it comes from: "3.35 TB/s spec"; what nobody published is –. */
export function ProvenanceMark<T extends number>({ quantity, format }: ProvenanceMarkProps<T>) {
  if (quantity === null)
    return (
      <span title="unknown: nobody published it">
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className={styles['spoken']}>unknown</span>
      </span>
    );
  const title = `${quantity.source ?? quantity.provenance}${spread(quantity, format)}`;
  return (
    <span className={styles['quantity']} title={title}>
      {format(quantity.value)}{' '}
      <small className={styles['provenance']} data-provenance={quantity.provenance}>
        {quantity.provenance}
      </small>
    </span>
  );
}
