/** Flags as they were given: a word, or true for a switch. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  /** Names of its flags without the dashes. */
  readonly flags: readonly string[];
  /** Words it takes beside its name, at most. */
  readonly words: number;
  /** Gives what goes to stdout. */
  readonly run: (flags: Flags, words: readonly string[]) => string | Promise<string>;
}
