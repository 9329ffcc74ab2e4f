import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';

/** https://www.w3.org/TR/WGSL/#keyword-summary, and the directives. */
const KEYWORDS = new Set(
  'alias break case const const_assert continue continuing default diagnostic discard else enable fn for if let loop override requires return struct switch var while'.split(
    ' ',
  ),
);
const ATOMS = new Set(['true', 'false']);
/** https://www.w3.org/TR/WGSL/#predeclared-types, `vec3u` and its like included. */
const TYPE =
  /^(?:bool|i32|u32|f32|f16|array|atomic|ptr|vec[234][iufh]?|mat[234]x[234][fh]?|sampler(?:_comparison)?|texture_\w+|subgroup_matrix_\w+)$/;
const NUMBER = /^(?:0[xX][0-9a-fA-F.]+(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[iufh]?/;
const OPERATOR = /^(?:->|<<=?|>>=?|&&|\|\||[-+*/%&|^=!<>]=?|~)/;

interface State {
  /** Block comments nest. */
  comments: number;
}

/** A word, by what it is. */
const wordStyle = (word: string): string => {
  if (KEYWORDS.has(word)) return 'keyword';
  if (ATOMS.has(word)) return 'atom';
  return TYPE.test(word) ? 'typeName' : 'variableName';
};

export const wgslParser: StreamParser<State> = {
  name: 'wgsl',
  startState: () => ({ comments: 0 }),
  copyState: ({ comments }) => ({ comments }),
  token: (stream, state) => {
    if (state.comments > 0 || stream.match('/*', false)) {
      // On to the next mark, or the end of the line.
      while (!stream.eol()) {
        if (stream.match('/*')) state.comments++;
        else if (stream.match('*/')) state.comments--;
        else stream.next();
        if (state.comments === 0) break;
      }
      return 'comment';
    }
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^@\s*[A-Za-z_]\w*/)) return 'attributeName';
    if (stream.match(NUMBER)) return 'number';
    const word = stream.match(/^[\p{XID_Start}_]\p{XID_Continue}*/u);
    if (word && typeof word === 'object') return wordStyle(word[0]);
    if (stream.match(OPERATOR)) return 'operator';
    stream.next();
    return 'punctuation';
  },
  languageData: { commentTokens: { line: '//', block: { open: '/*', close: '*/' } } },
};

/** Colours that hold 4.5:1 in every theme; weight or slant where colour alone would carry the meaning. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--modelled)', fontWeight: '600' },
  { tag: tags.atom, color: 'var(--modelled)' },
  { tag: tags.typeName, color: 'var(--ok)' },
  { tag: tags.attributeName, color: 'var(--recorded)' },
  { tag: tags.number, color: 'var(--measured)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
]);

/** WGSL for CodeMirror: its words and colours. */
export const wgsl = (): Extension => [StreamLanguage.define(wgslParser), syntaxHighlighting(colours)];
