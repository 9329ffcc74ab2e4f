/** Flags as they were given: a word, or true for a switch. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** What goes to stdout, where the answer itself decides the exit code. */
export interface Outcome {
  readonly text: string;
  readonly exitCode: number;
}

export interface Command {
  /** Names of its flags without the dashes. */
  readonly flags: readonly string[];
  /** Words it takes beside its name, at most. */
  readonly words: number;
  /** Gives what goes to stdout; with exit code 0 unless it says another. */
  readonly run: (flags: Flags, words: readonly string[]) => string | Outcome | Promise<string | Outcome>;
}
