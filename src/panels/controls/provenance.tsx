import { UNKNOWN } from '#core/format.ts';
import type { Provenance, Unknowable } from '#core/quantity.ts';
import styles from './controls.module.css';

/** One mark for each provenance: shape first, colour second. The legend in the help dialog lists them. */
export const PROVENANCE_MARKS: Readonly<Record<Provenance, string>> = {
  spec: '▫',
  published: '◇',
  derived: 'ƒ',
  modelled: '○',
  measured: '◆',
  recorded: '◈',
};

export const PROVENANCE_WORDS: Readonly<Record<Provenance, string>> = {
  spec: 'From a datasheet, with its source.',
  published: 'Someone else measured it and published it.',
  derived: 'Worked out from other figures; the source says how.',
  modelled: 'Computed by the model on this page.',
  measured: 'Measured here, on this device, in this visit.',
  recorded: 'Measured before, on the device and date that stand beside it.',
};

const titleOf = (provenance: Provenance, source: string | undefined) =>
  source ? `${provenance}: ${source}` : provenance;

export function ProvenanceMark({ provenance, source }: { provenance: Provenance; source?: string | undefined }) {
  return (
    <span className={styles['mark']} data-provenance={provenance} title={titleOf(provenance, source)}>
      <span aria-hidden="true">{PROVENANCE_MARKS[provenance]}</span>
      <span className={styles['hidden']}> ({titleOf(provenance, source)})</span>
    </span>
  );
}

interface FigureProps<T extends number> {
  readonly of: Unknowable<T> | undefined;
  readonly format: (value: number) => string;
}

/** A number with the mark of where it comes from; – where nobody published it. */
export function Figure<T extends number>({ of, format }: FigureProps<T>) {
  if (!of)
    return (
      <span className={styles['figure']} title="unknown: nobody published it">
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className={styles['hidden']}>unknown</span>
      </span>
    );
  return (
    <span className={styles['figure']}>
      {format(of.value)}
      <ProvenanceMark provenance={of.provenance} source={of.source} />
    </span>
  );
}

/** The provenance in a word, for a heading. */
export const ProvenanceChip = ({ provenance, text }: { provenance: Provenance; text?: string }) => (
  <span className={styles['chip']} data-provenance={provenance}>
    {text ?? provenance}
  </span>
);
