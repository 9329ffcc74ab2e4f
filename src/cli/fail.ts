/** What ends the command early: one line on stderr and an exit code. Bad input is 2, what the machine cannot do is 1. */
export class CommandFault extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message.replace(/\s*[\r\n]+\s*/g, ' '));
    this.exitCode = exitCode;
  }
}

/** Bad input: names the file or flag and the field. */
export const badInput = (where: string, message: string): CommandFault => new CommandFault(`${where}: ${message}`, 2);

/** The one of `names` that is nearest to `word` by edit distance, if it is near at all. */
function nearest(word: string, names: readonly string[]): string | undefined {
  const distance = (other: string): number => {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (const [i, letter] of [...word].entries()) {
      const next = [i + 1];
      for (const [j, against] of [...other].entries())
        next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === against ? 0 : 1)));
      row = next;
    }
    return row.at(-1) ?? 0;
  };
  const ranked = names.map((name) => ({ name, far: distance(name) })).sort((one, other) => one.far - other.far);
  const [best] = ranked;
  return best && best.far <= Math.max(2, word.length / 3) ? best.name : undefined;
}

/** "no such machine; did you mean h100-sxm? There are a, b, c". */
export function unknownName(where: string, what: string, word: string, names: readonly string[]): CommandFault {
  const guess = nearest(word.toLowerCase(), names);
  const hint = guess === undefined ? '' : ` Did you mean ${guess}?`;
  return badInput(where, `there is no ${what} "${word.slice(0, 60)}".${hint} There are ${names.join(', ')}.`);
}
