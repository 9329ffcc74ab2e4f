/** One thing that a compiler says of a source. */
export interface SourceMessage {
  readonly type: 'error' | 'warning' | 'info';
  /** From 1; 0 where it is about the program as a whole. */
  readonly line: number;
  /** From 1, in UTF-16 code units; 0 where unknown. */
  readonly column: number;
  /** UTF-16 code units; 0 where it is a place and no stretch. */
  readonly length: number;
  readonly text: string;
}
