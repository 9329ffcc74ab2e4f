/** Results go to stdout, everything else to stderr. */
export const print = (text: string): void => {
  if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
export const jsonText = (value: unknown): string => JSON.stringify(value, null, 2);
