/** One token of JSON (RFC 8259), after white space. */
const TOKEN =
  /[ \t\n\r]*(?:([[\]{},:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?))/uy;

type Wanted = 'a value' | 'a value or ]' | 'a name' | 'a name or }' | 'a colon' | 'a comma or the end' | 'nothing more';

interface State {
  readonly open: string[];
  wanted: Wanted;
}

/** What may follow a whole value. */
const afterValue = (open: readonly string[]): Wanted => (open.length > 0 ? 'a comma or the end' : 'nothing more');

/** Takes one token; whether it may stand there. */
function take(state: State, mark: string | undefined, text: string | undefined): boolean {
  const { open, wanted } = state;
  const value = wanted === 'a value' || wanted === 'a value or ]';
  const name = wanted === 'a name' || wanted === 'a name or }';
  const close = open.at(-1) === '{' ? '}' : ']';
  if (mark === undefined) {
    if (value) state.wanted = afterValue(open);
    else if (name && text !== undefined) state.wanted = 'a colon';
    else return false;
  } else if (value && (mark === '[' || mark === '{')) {
    open.push(mark);
    state.wanted = mark === '[' ? 'a value or ]' : 'a name or }';
  } else if (wanted === 'a colon' && mark === ':') state.wanted = 'a value';
  else if (wanted === 'a comma or the end' && mark === ',') state.wanted = close === '}' ? 'a name' : 'a value';
  else if (mark === close && (wanted === 'a comma or the end' || wanted.endsWith(` or ${close}`))) {
    open.pop();
    state.wanted = afterValue(open);
  } else return false;
  return true;
}

/** Where text stops being JSON and what it should have had there: "line 3, column 14: expected a value or ]". */
export function whereNotJson(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const state: State = { open: [], wanted: 'a value' };
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found || !take(state, found[1], found[2])) break;
    at = TOKEN.lastIndex;
  }
  const rest = text.slice(at);
  const before = text.slice(0, at + (rest.length - rest.trimStart().length)).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const ended = rest.trim() === '' ? ', but the file ends' : '';
  return `${place}: expected ${state.wanted.replace('the end', state.open.at(-1) === '{' ? '}' : ']')}${ended}`;
}
