/** An `override` that a WGSL source declares. */
export interface DeclaredOverride {
  readonly name: string;
  /** What a pipeline's constants call it: its `@id`, or else its name. */
  readonly key: string;
  /** `u32`, `f32`, …; empty where the source leaves it to the default value. */
  readonly type: string;
  /** Its default where that is a plain number, true or false; null where there is none, or an expression. */
  readonly value: number | null;
  readonly hasDefault: boolean;
}

/** More are no constants but a hostile text. */
const MOST = 64;

/** The source with a space for each comment: line comments, and block comments, which WGSL nests. */
function withoutComments(source: string): string {
  let code = '';
  let depth = 0;
  for (let at = 0; at < source.length; ) {
    const two = source.slice(at, at + 2);
    if (two === '/*' || (two === '*/' && depth > 0)) {
      depth += two === '/*' ? 1 : -1;
      code += ' ';
      at += 2;
    } else if (depth > 0) at++;
    else if (two === '//') {
      const end = source.slice(at).search(/[\n\r\v\f\u0085\u2028\u2029]/);
      at = end < 0 ? source.length : at + end;
    } else code += source[at++];
  }
  return code;
}

/** A literal as a number; null for what is none. */
function literal(text: string): number | null {
  if (text === 'true' || text === 'false') return text === 'true' ? 1 : 0;
  const plain = /^(-?) ?(0[xX][0-9a-fA-F]{1,16}|(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,4})?)[iufh]?$/.exec(
    text,
  );
  if (plain === null) return null;
  const value = Number(plain[2]);
  return Number.isFinite(value) ? (plain[1] === '-' ? -value : value) : null;
}

// One space between words, no quantifier inside another: its time is linear in the source.
const DECLARATION =
  /(?:@ ?id ?\( ?(\d{1,5})[iu]? ?\) ?)?\boverride ([A-Za-z_][A-Za-z0-9_]{0,59}) ?(?:: ?([A-Za-z][A-Za-z0-9_]{0,19}) ?)?(?:= ?([^;]{0,200}))?;/g;

/** The overrides of a source, in order. The source may be anything: what is no declaration is passed over. */
export function declaredOverrides(source: string): readonly DeclaredOverride[] {
  const code = withoutComments(source).replace(/\s+/g, ' ');
  const found: DeclaredOverride[] = [];
  for (const [, id, name = '', type = '', initial] of code.matchAll(DECLARATION)) {
    if (found.length === MOST) break;
    const value = initial === undefined ? null : literal(initial.trim());
    found.push({ name, key: id ?? name, type, value, hasDefault: initial !== undefined });
  }
  return found;
}
