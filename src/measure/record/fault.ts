/** What can go wrong where a person can meet it. Each has a sentence that says what to do. */
export const FAULT_KINDS = [
  'no-webgpu',
  'insecure-context',
  'no-adapter',
  'device-lost',
  'out-of-memory',
  'validation',
  'watchdog',
  'wrong-result',
  'cancelled',
  'unsupported',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One element of an output that is not what the reference says; `got` is null where nothing was written. */
export interface Mismatch {
  readonly row: number;
  readonly column: number;
  readonly got: number | null;
  readonly expected: number;
}

export interface Fault {
  readonly kind: FaultKind;
  /** What happened and what to do, for a person. */
  readonly message: string;
  /** Kernel it happened in. */
  readonly kernel?: string;
  /** What the browser or driver said. */
  readonly detail?: string;
  /** `device-lost`: why. After `unknown` (a crash, a driver reset) a new device may be asked for; after `destroyed` never. */
  readonly reason?: 'unknown' | 'destroyed';
  /** `wrong-result`: the first elements that differ, eight at most. While a page shows it; a stored run keeps the sentence. */
  readonly mismatches?: readonly Mismatch[];
}

const FINAL: readonly FaultKind[] = [
  'no-webgpu',
  'insecure-context',
  'no-adapter',
  'device-lost',
  'watchdog',
  'cancelled',
];
/** A fault after which the engine, or the person, wants no more. The others are of one kernel alone. */
export const isFinal = ({ kind }: Fault): boolean => FINAL.includes(kind);

/** A person pressed Stop. */
export const cancelled = (kernel?: string): Fault => ({
  kind: 'cancelled',
  message: 'Stopped. What was measured before is kept.',
  ...(kernel !== undefined && { kernel }),
});
