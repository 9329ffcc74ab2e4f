/** Where a number comes from. A number shown without one is a defect. */
export const PROVENANCES = ['spec', 'published', 'derived', 'modelled', 'measured', 'recorded'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** A value in SI units with its provenance. */
export interface Quantity<T extends number = number> {
  readonly value: T;
  readonly provenance: Provenance;
  /** Datasheet, paper, formula or run that the value was taken from. */
  readonly source?: string;
  /** 95 % interval, for measured and recorded values. */
  readonly interval?: readonly [low: T, high: T];
}

/** `null` means that nobody published it: shown as –, never invented. */
export type Unknowable<T extends number = number> = Quantity<T> | null;

export const quantity = <T extends number>(value: T, provenance: Provenance, source?: string): Quantity<T> =>
  source === undefined ? { value, provenance } : { value, provenance, source };

export const spec = <T extends number>(value: T, source: string): Quantity<T> => quantity(value, 'spec', source);
export const published = <T extends number>(value: T, source: string): Quantity<T> =>
  quantity(value, 'published', source);
/** `source` states the formula. */
export const derived = <T extends number>(value: T, source: string): Quantity<T> => quantity(value, 'derived', source);
